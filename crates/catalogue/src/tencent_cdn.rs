//! CDN and DSA modules of Tencent Cloud API 2.0: the older edition of the common codes, and the module codes that
//! travel inside the message of one of them.

use crate::table::codes;

codes! {
    TencentCdn pages("tencent-cdn");

    // Common codes, older edition.
    "4000"  PARAMETER_INVALID          Invalid         "请求参数非法"                           "A required parameter is missing or malformed; also carries most module codes.";
    "4100"  AUTH_FAILURE               Unauthenticated "鉴权失败"                               "The key is unknown or disabled, or the signature or token is wrong.";
    "4200"  REQUEST_EXPIRED            Unauthenticated "请求过期"                               "The timestamp is too old.";
    "4300"  ACCESS_DENIED              Denied          "拒绝访问"                               "The account is banned, or outside the audience of the action.";
    "4400"  REQUEST_QUOTA_EXCEEDED     Throttled       "超过配额"                               "The number of requests allowed to the key is used up.";
    "4500"  REPLAY_ATTACK              Unauthenticated "重放攻击"                               "The nonce was used before, or the timestamp lies too far in the future.";
    "4600"  PROTOCOL_UNSUPPORTED       Unsupported     "协议不支持"                             "The request came over a protocol the API does not take.";
    "5000"  RESOURCE_NOT_FOUND         NotFound        "资源不存在"                             "The resource was never there, has been deleted or is another account's.";
    "5100"  RESOURCE_OPERATION_FAILED  Precondition    "资源操作失败"                           "The operation failed on every resource of the call.";
    "5200"  PURCHASE_FAILED            Capacity        "资源购买失败"                           "The package is not on sale, or sold out.";
    "5300"  BALANCE_INSUFFICIENT       Funds           "资源购买失败"                           "The balance does not cover the purchase.";
    "5400"  PARTIAL_SUCCESS            Partial         "部分执行成功"                           "Some items of the batch succeeded; the detail says which.";
    "5500"  QUALIFICATION_REQUIRED     Denied          "用户资质审核未通过"                     "The account's qualification has not passed its audit, so it cannot buy.";
    "6000"  INTERNAL_ERROR             Internal        "服务器内部错误"                         "The server failed in a way it did not expect.";
    "6100"  VERSION_UNSUPPORTED        Unsupported     "版本暂不支持"                           "The action is not part of this edition or of this module.";
    "6200"  TEMPORARILY_UNAVAILABLE    Unavailable     "接口暂时无法访问"                       "The action is under maintenance.";

    // Module codes: the platform and the request.
    via INTERNAL_ERROR             "1000"  SYSTEM_ERROR               Internal        "系统内部错误，请稍后重试或联系厂商处理" "An internal service is down or timed out.";
    via INTERNAL_ERROR             "1001"  DATABASE_ERROR             Internal        "DB错误，请稍后重试或联系厂商处理"       "The platform's database cannot be reached or written.";
    via PARAMETER_INVALID          "1010"  REQUEST_ILLEGAL            Invalid         "非法请求"                               "The request cannot be a call at all: method, path or encoding.";
    via PARAMETER_INVALID          "1011"  ACTION_UNKNOWN             Unsupported     "请求接口非法，请确认后重试"             "No module has an action of this name.";
    via PARAMETER_INVALID          "1012"  ARGUMENT_INVALID           Invalid         "请求参数非法，请确认后重试"             "A value is wrong and no narrower code fits.";
    via RESOURCE_OPERATION_FAILED  "1013"  PLATFORM_CONFIG_ERROR      Unavailable     "参数配置错误，请稍后重试或联系厂商处理" "The platform itself is not configured for the service asked for." blames Operator;
    via PARAMETER_INVALID          "1014"  OPERATION_IN_PROGRESS      Busy            "操作正在执行中，请勿重复提交"           "The same object is still being changed.";
    via VERSION_UNSUPPORTED        "1015"  MODULE_UNKNOWN             Unsupported     "模块名称错误，请确认后重试"             "The module name is unknown.";

    // Module codes: the account.
    via PARAMETER_INVALID          "1100"  USER_NOT_FOUND             NotFound        "用户不存在，请确认后重试"               "The account has not opened the service.";
    via PARAMETER_INVALID          "1101"  USER_EXISTS                Exists          "用户已经存在，请勿重复操作"             "The account has opened the service already.";
    via ACCESS_DENIED              "1102"  USER_BANNED                Denied          "用户已封禁，请联系厂商处理"             "The account is banned.";
    via ACCESS_DENIED              "1103"  USER_IN_ARREARS            Funds           "用户已欠费，请充值后重试"               "The account owes money, so it may only read.";
    via ACCESS_DENIED              "1104"  VIP_ONLY                   Denied          "非VIP客户，限制操作"                    "The action is reserved for VIP accounts.";
    via ACCESS_DENIED              "1110"  USER_IN_REVIEW             Busy            "用户审核中，请稍后重试"                 "The account's application is being reviewed.";
    via ACCESS_DENIED              "1112"  NOT_PERMITTED              Denied          "您没有该项操作的权限，请联系厂商申请权限" "The sub-account lacks the right to the operation.";
    via REQUEST_QUOTA_EXCEEDED     "1120"  HOST_LIMIT_REACHED         Quota           "加速域名数量超过系统限制"               "The account has as many accelerated hosts as it may.";

    // Module codes: accelerated hosts.
    via PARAMETER_INVALID          "2000"  HOST_NOT_FOUND             NotFound        "加速域名不存在，请确认后重试"           "The accelerated host does not exist; one deleted or foreign is carried by 5000.";
    via PARAMETER_INVALID          "2001"  HOST_EXISTS                Exists          "您提交的域名已经存在，请勿重复添加"     "The host name is accelerated already, here or in another account.";
    via PARAMETER_INVALID          "2002"  HOST_WITHOUT_FILING        Precondition    "请求的域名尚未备案，请确认备案后重试"   "The host name has no ICP filing.";
    via PARAMETER_INVALID          "2003"  HOST_LOCKED                Denied          "请求的域名已被锁定，请联系厂商处理"     "The host is locked against changes.";
    via PARAMETER_INVALID          "2004"  HOST_NOT_ONLINE_YET        Busy            "请求的域名尚未上线，请确认后重试"       "The host has never been online yet.";
    via PARAMETER_INVALID          "2005"  HOST_OFFLINE               Precondition    "请求的域名已下线，请确认后重试"         "The host is offline.";
    via PARAMETER_INVALID          "2006"  HOST_BANNED                Denied          "请求的域名已被封禁，请联系厂商处理"     "The host is banned.";
    via REQUEST_QUOTA_EXCEEDED     "2010"  TOO_FREQUENT               Throttled       "操作过于频繁，请勿高频调用接口"         "The action is called more often than a minute allows.";
    via REQUEST_QUOTA_EXCEEDED     "2011"  DAILY_LIMIT_REACHED        Quota           "操作次数超过系统限制，请勿高频调用接口" "The day's number of operations is used up.";
    via PARAMETER_INVALID          "2100"  HOST_INVALID               Invalid         "域名非法参数，请确认重试"               "The host name is malformed.";
    via PARAMETER_INVALID          "2111"  HOST_INTERNAL              Denied          "腾讯内部域名，请联系厂商处理"           "The host name is one of the vendor's own.";
    via PARAMETER_INVALID          "2112"  HOST_RESTRICTED            Denied          "受限域名，如有接入需要请提交工单处理"   "The host name is restricted; it takes a ticket to have it accelerated.";
    via PARAMETER_INVALID          "2113"  HOST_BLACKLISTED           Denied          "请求的域名为系统黑名单，禁止操作，请联系厂商处理" "The host name is on the platform's black list.";
    via PARAMETER_INVALID          "2114"  HOST_TOO_LONG              Invalid         "域名长度超过系统限制，请修改后重试"     "The host name is too long.";

    // Module codes: origins and settings.
    via PARAMETER_INVALID          "2121"  TOO_MANY_ORIGINS           Invalid         "源站数量超过限制，请确认后重试"         "There are more origins than allowed.";
    via PARAMETER_INVALID          "2122"  ORIGIN_IS_HOST             Invalid         "域名源站冲突，请确认后重试"             "The origin is the accelerated host itself.";
    via PARAMETER_INVALID          "2123"  ORIGIN_BLACKLISTED         Denied          "请求的源站为系统黑名单，禁止操作，请联系厂商处理" "The origin is on the platform's black list.";
    via PARAMETER_INVALID          "2124"  ORIGIN_PRIVATE             Invalid         "源站为内网IP，请确认后重试"             "The origin is a private address.";
    via PARAMETER_INVALID          "2125"  ORIGIN_TOO_LONG            Invalid         "源站长度超过系统限制，请修改后重试"     "The origin's text is too long.";
    via PARAMETER_INVALID          "2130"  PROJECT_INVALID            Invalid         "非法ProjectID参数，请确认后重试"        "The project of a configuration call is malformed or not the account's.";
    via PARAMETER_INVALID          "2140"  HTTPS_INVALID              Invalid         "非法HTTPS参数，请确认后重试"            "The HTTPS parameter is malformed or incomplete.";
    via PARAMETER_INVALID          "2150"  PLATFORM_INVALID           Invalid         "非法Platform参数，请确认后重试"         "The platform parameter is unknown.";
    via PARAMETER_INVALID          "2160"  PID_CONFIG_INVALID         Invalid         "非法PidConfig参数，请确认后重试"        "The pidConfig parameter is malformed.";
    via PARAMETER_INVALID          "2170"  RESPONSE_HEADER_INVALID    Invalid         "HTTP Response Header参数配置不合法，请修改后重试" "A response header to be added is not allowed or malformed.";
    via PARAMETER_INVALID          "2171"  RESPONSE_HEADER_TOO_LONG   Invalid         "HTTP Response Header超过系统限制，请修改后重试" "A response header to be added is too long.";
    via PARAMETER_INVALID          "2180"  EXTENSION_INVALID          Invalid         "Extension参数配置不合法，请修改后重试"  "The extension parameter is malformed.";

    // Module codes: certificates.
    via PARAMETER_INVALID          "3000"  CERTIFICATE_UNUSABLE       Invalid         "证书错误，请确认后重试"                 "The certificate cannot be used, for a reason no other code names.";
    via PARAMETER_INVALID          "3001"  CERTIFICATE_UNREADABLE     Invalid         "无法解析证书信息，请确认后重试"         "The certificate cannot be parsed.";
    via PARAMETER_INVALID          "3002"  CERTIFICATE_HOST_MISMATCH  Invalid         "证书与对应的域名信息不匹配，请确认后重试" "The certificate does not cover the host.";
    via PARAMETER_INVALID          "3003"  CERTIFICATE_KEY_MISMATCH   Invalid         "证书与对应的私钥信息不匹配，请确认后重试" "The private key is not the certificate's.";
    via PARAMETER_INVALID          "3004"  CERTIFICATE_EXPIRED        Invalid         "证书已过期，请确认后重试"               "The certificate has expired.";
    via PARAMETER_INVALID          "3005"  CERTIFICATE_EXPIRING       Invalid         "证书即将过期，请确认后重试"             "The certificate is about to expire.";
    via PARAMETER_INVALID          "3006"  CERTIFICATE_CHAIN_BROKEN   Invalid         "证书链错误，请确认后重试"               "The certificate's chain does not lead to a trusted root.";

    // Module codes: statistics.
    via PARAMETER_INVALID          "9000"  TIME_INVALID               Invalid         "非法时间参数，请确认后重试"             "The times of a query are malformed, out of order or out of range.";
    via PARAMETER_INVALID          "9001"  METRIC_INVALID             Invalid         "非法Metirc参数，请确认后重试"           "The metric is unknown.";
    via PARAMETER_INVALID          "9002"  STATISTICS_PROJECT_INVALID Invalid         "非法ProjectID参数，请确认后重试"        "The project of a statistics call is malformed or not the account's.";

    // Module codes: DSA configuration.
    via RESOURCE_OPERATION_FAILED  "10000" DSA_CONFIG_SYSTEM_ERROR    Internal        "DSA配置系统错误，请修改后重试"          "The DSA configuration service failed.";
    via PARAMETER_INVALID          "10100" DSA_PARAMETER_INVALID      Invalid         "DSA配置参数不合法，请修改后重试"        "A field of the DSA configuration is missing or has the wrong type.";
    via PARAMETER_INVALID          "10101" DSA_VERSION_INVALID        Invalid         "DSA配置Version不合法，请修改后重试"     "The Version of the DSA configuration is not supported.";
    via PARAMETER_INVALID          "10102" DSA_ACTION_INVALID         Invalid         "DSA配置Action不合法，请修改后重试"      "The Action of the DSA configuration is unknown.";
    via PARAMETER_INVALID          "10103" DSA_TOKEN_INVALID          Unauthenticated "DSA配置Token不合法，请修改后重试"       "The Token of the DSA configuration is unknown, used or too old.";
    via PARAMETER_INVALID          "10104" DSA_HOST_OFFLINE           Precondition    "DSA配置对应域名已下线，请确认后重试"    "The host the DSA configuration names is offline.";
    via PARAMETER_INVALID          "10105" DSA_HOST_ONLINE            Precondition    "DSA配置对应域名已上线，请确认后重试"    "The host the DSA configuration names is online.";
    via PARAMETER_INVALID          "10106" DSA_JSON_INVALID           Invalid         "DSA配置Json格式不合法，请确认后重试"    "The DSA configuration is not JSON.";
    via PARAMETER_INVALID          "10107" DSA_HOST_NOT_FOUND         NotFound        "DSA配置对应域名不存在，请确认后重试"    "The host the DSA configuration names does not exist.";
    via PARAMETER_INVALID          "10108" DSA_HOST_INVALID           Invalid         "DSA配置对应HOST不合法，请确认后重试"    "The HOST of the DSA configuration is malformed.";
    via PARAMETER_INVALID          "10109" DSA_ORIGIN_INVALID         Invalid         "DSA配置源站不合法，请修改后重试"        "The origin of the DSA configuration is malformed.";
}
