//! Tencent Cloud API 2.0: the common codes, current edition.

use crate::table::codes;

codes! {
    Tencent pages();

    // The request and who sent it.
    "4000" PARAMETER_INVALID              Invalid         "请求参数非法"                   "A parameter is missing, malformed, out of range or contradicts another.";
    "4100" AUTH_FAILURE                   Unauthenticated "身份认证失败"                   "The signature does not match, or the key is disabled.";
    "4101" API_UNAUTHORIZED               Denied          "未授权访问接口"                 "The sub-account, role or session may not call this action.";
    "4102" RESOURCE_UNAUTHORIZED          Denied          "未授权访问资源"                 "A resource named in the request is not covered by a grant.";
    "4103" OPERATED_RESOURCE_UNAUTHORIZED Denied          "未授权访问当前接口所操作的资源" "The action also acts on a resource that is not covered by a grant.";
    "4104" SECRET_ID_NOT_FOUND            Unauthenticated "密钥不存在"                     "The SecretId was never issued or has been deleted.";
    "4105" TOKEN_INVALID                  Unauthenticated "token 错误"                     "The temporary key came without its token, with another's, or after its end.";
    "4106" MFA_FAILED                     Unauthenticated "MFA 校验失败"                   "The second factor is wrong, missing or used before.";
    "4110" CAM_FAILED                     Denied          "其他 CAM 鉴权失败"              "The access decision cannot be made in the caller's favour for another reason.";
    "4300" ACCESS_DENIED                  Denied          "拒绝访问"                       "The account is banned, or outside the audience of the action.";
    "4400" REQUEST_QUOTA_EXCEEDED         Throttled       "超过配额"                       "The number of requests allowed in the period is used up.";
    "4500" REPLAY_ATTACK                  Unauthenticated "重放攻击"                       "The nonce was seen before, or the timestamp is too far from the server's time.";
    "4600" PROTOCOL_UNSUPPORTED           Unsupported     "协议不支持"                     "The request came over plain HTTP.";

    // Resources and money.
    "5000" RESOURCE_NOT_FOUND             NotFound        "资源不存在"                     "The resource does not exist in this region, or is another account's.";
    "5100" RESOURCE_OPERATION_FAILED      Precondition    "资源操作失败"                   "A state, a dependency, a name or a number of objects forbids the operation.";
    "5200" PURCHASE_FAILED                Capacity        "资源购买失败"                   "The configuration is not on sale in the zone, or sold out.";
    "5300" BALANCE_INSUFFICIENT           Funds           "余额不足"                       "The balance does not cover the purchase, renewal or upgrade.";
    "5400" PARTIAL_SUCCESS                Partial         "部分执行成功"                   "Some items of the batch succeeded; the detail says which.";
    "5500" QUALIFICATION_REQUIRED         Denied          "用户资质审核未通过"             "The account's qualification has not passed its audit, so it cannot buy.";

    // The server.
    "6000" INTERNAL_ERROR                 Internal        "服务器内部错误"                 "The server failed in a way it did not expect.";
    "6100" VERSION_UNSUPPORTED            Unsupported     "版本暂不支持"                   "The action is unknown to this module or withdrawn from this edition.";
    "6200" TEMPORARILY_UNAVAILABLE        Unavailable     "接口暂时无法访问"               "The module or action is under maintenance.";
}
