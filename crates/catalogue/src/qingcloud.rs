//! QingCloud IaaS: 25 client codes, 6 of the licence, 7 of the server, 5 of application configurations.

use crate::table::codes;

codes! {
    QingCloud pages("qingcloud");

    // The request and who sent it.
    "1100" MALFORMED_REQUEST        Invalid         "消息格式错误"               "A required parameter is missing, or a value does not have its parameter's format.";
    "1101" INVALID_REQUEST          Invalid         "请求方法错误"               "The action does not exist, or a well-formed value is not one the parameter allows.";
    "1200" AUTH_FAILURE             Unauthenticated "身份验证失败"               "The access key is unknown or inactive, or the signature does not match the request.";
    "1300" REQUEST_EXPIRED          Unauthenticated "消息已过期"                 "The request's time_stamp is more than 60 seconds away from the server's time.";
    "1400" PERMISSION_DENIED        Denied          "访问被拒绝"                 "Access is denied: not your resource, no right to the action, or a state that forbids it.";

    // Registration, login and passwords.
    "1500" REGISTER_FAILED          Invalid         "注册用户失败"               "The registration is refused for a reason other than the account name.";
    "1510" ACCOUNT_EXISTS           Exists          "帐号已存在"                 "An account with this e-mail address or phone number is registered already.";
    "1520" ACCOUNT_FORMAT           Invalid         "帐号格式不合法"             "The account name is not an acceptable e-mail address or phone number.";
    "1600" LOGIN_FAILED             Unauthenticated "登录失败"                   "The login is refused: second factor, number of sessions, or a lock after failed attempts.";
    "1610" USER_NOT_FOUND           NotFound        "找不到该用户"               "No user is registered under this name.";
    "1620" PASSWORD_MISMATCH        Unauthenticated "密码不匹配"                 "The current password given to confirm a change is wrong.";
    "1630" PASSWORD_RESET_FAILED    Invalid         "重置密码失败"               "The new password breaks the password rule or equals the current one.";
    "1640" PASSWORD_RESET_TOO_OFTEN Throttled       "重置密码过于频繁"           "Password resets are asked for too often.";
    "1650" RESET_TOKEN_INVALID      Unauthenticated "无效的密码重置 token"       "The password reset token is unknown, used, expired or another user's.";
    "1660" WRONG_CREDENTIALS        Unauthenticated "用户名或密码不匹配"         "The user exists, and the password given at login is not this user's.";
    "1661" REGISTRATION_INCOMPLETE  Precondition    "用户未完成注册"             "The user has registered and not yet activated the account.";
    "1662" USER_BARRED              Denied          "用户已被禁止访问"           "The user is disabled, or may not log in.";
    "2000" SESSION_EXPIRED          Unauthenticated "登录会话过期"               "The session or temporary credential has ended; obtain a new one.";

    // Resources, leases, money and limits.
    "2100" RESOURCE_NOT_FOUND       NotFound        "找不到资源"                 "The resource does not exist.";
    "2110" RESOURCE_EXISTS          Exists          "资源已存在"                 "What the call would create exists already.";
    "2200" LEASE_FAILED             Precondition    "租赁资源失败"               "The lease asked for cannot be made: service, contract and request do not fit together.";
    "2300" UNLEASE_FAILED           Precondition    "解除租赁失败"               "There is no active lease to end.";
    "2400" BALANCE_INSUFFICIENT     Funds           "余额不足"                   "The balance does not cover the first billing period of what is asked for.";
    "2500" QUOTA_EXCEEDED           Quota           "超过配额"                   "The account's resource quota or its daily number of API calls is exceeded.";
    "3300" INVALID_MODULE           Unsupported     "无效的 API 模块"            "The path names no API module, or one that does not serve this action.";

    // The platform's licence.
    "4000" LICENCE_INVALID          Invalid         "无效的证书"                 "The platform licence is not valid here." blames Operator;
    "4001" LICENCE_EXPIRED          Precondition    "授权证书已经过期"           "The platform licence has expired." blames Operator;
    "4002" LICENCE_DUPLICATE        Exists          "平台已有相同的授权证书"     "The same licence is installed already." blames Operator;
    "4003" LICENCE_HOSTS_EXCEEDED   Quota           "超出证书授权"               "The platform has more hosts than its licence allows." blames Operator;
    "4004" LICENCE_UNREADABLE       Invalid         "加载授权证书失败"           "The licence cannot be read or decoded." blames Operator;
    "4005" LICENCE_MISSING          Precondition    "找不到授权证书"             "The platform requires a licence and none is usable." blames Operator;

    // The server.
    "5000" INTERNAL_ERROR           Internal        "内部错误"                   "The server failed in a way it did not expect.";
    "5100" SERVER_BUSY              Unavailable     "服务器繁忙"                 "The server timed out or is overloaded.";
    "5200" INSUFFICIENT_RESOURCES   Capacity        "资源不足"                   "No host or pool has room for what is asked for.";
    "5300" SERVICE_UPDATING         Unavailable     "服务更新中"                 "The backend service that owns the action is being updated.";
    "5400" DEPENDENCY_EXISTS        Precondition    "存在依赖关系"               "Other live resources depend on the target, or a service the call depends on is being updated.";
    "5500" WAREHOUSE_DISABLED       Precondition    "Warehouse 服务未开启"       "The Warehouse service, which keeps statistics and history, is not enabled." blames Operator;
    "5600" DISK_TYPE_UNSUPPORTED    Unsupported     "不支持的硬盘类型"           "An encrypted volume cannot be attached to an instance without encryption support.";

    // Application configurations.
    "8000" CONFIG_PARAMETER_INVALID Invalid         "命令参数验证失败"           "A value in the application's configuration fails its validation.";
    "8001" CONFIG_WITHOUT_IMAGE     Invalid         "配置文件中无任何映像"       "No node of the cluster configuration names an image.";
    "8002" CONFIG_IMAGE_NOT_IN_ZONE NotFound        "配置文件中映像在指定区不存在" "An image the cluster configuration names does not exist in its zone.";
    "8003" CLUSTER_SETTINGS_INVALID Invalid         "无效的集群设置"             "The settings are well-formed one by one and do not make a valid cluster.";
    "8004" CONFIG_FILE_MISSING      Precondition    "缺少配置文件"               "The application version lacks a required configuration file.";
}
