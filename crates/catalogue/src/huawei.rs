//! Huawei Cloud CloudDC (bare metal): the 25 `iMetal.` codes of the service, and the 35 `APIGW.` codes of the gateway
//! in front of it, each with its HTTP status and wire message.
//!
//! Chinese labels of the service are the vendor's. Those of the gateway are ours, because its table reached us in
//! English only; so are all constants, and the order of the gateway's lines, which the vendor sorts by number.
//! Codes that never come from this service have no message here.

use crate::table::codes;

codes! {
    Huawei pages("huawei-imetal");

    // Every call.
    http 400 "iMetal.0001" PARAMETER_INVALID       Invalid         "请求包含无效或不支持值参数"             "A parameter has an invalid or unsupported value." sends "A request parameter contains invalid or unsupported value: %s";
    http 400 "iMetal.0002" PARAMETER_MISSING       Invalid         "请求缺少必选参数"                       "A required parameter is missing." sends "Missing required parameters: %s";
    http 401 "iMetal.0003" UNAUTHORIZED            Unauthenticated "请求未鉴权"                             "The service finds no valid identity behind the credentials." sends "Unauthorized";
    http 403 "iMetal.0004" PERMISSION_DENIED       Denied          "权限不足"                               "The caller has no right to the action or to the project." sends "Insufficient permissions";
    http 429 "iMetal.0005" TOO_MANY_REQUESTS       Throttled       "请求过载"                               "The service is protecting itself from too many requests." sends "Too many requests";
    http 500 "iMetal.0099" INTERNAL_ERROR          Internal        "服务端内部错误"                         "The service failed in a way it did not expect." sends "Internal server error";

    // Physical servers.
    http 404 "iMetal.0100" SERVER_NOT_FOUND        NotFound        "物理服务器ID不存在"                     "The physical server does not exist in this project." sends "Physical servers ID not found: [{id}, ...]";
    http 400 "iMetal.0101" SERVER_NOT_READY        Busy            "物理服务器未就绪"                       "The physical server is not ready yet." sends "Physical servers state is not ready: [{id}, ...]";
    http 400 "iMetal.0102" SERVER_EXISTS           Exists          "物理服务器已存在"                       "A physical server with this ID is registered already." sends "Physical servers ID already exist: [{id}, ...]";
    http 400 "iMetal.0110" INSPECTION_FAILED       Unavailable     "硬件采集失败"                           "The physical server's hardware could not be inspected." sends "Inspect Physical servers error: [{id}, ...], {error details}" blames Operator;

    // Instances.
    http 404 "iMetal.0200" INSTANCE_NOT_FOUND      NotFound        "裸机实例不存在"                         "The bare metal instance does not exist." sends "Instances not found: [{id}, ...]";
    http 400 "iMetal.0201" SERVERS_INSUFFICIENT    Capacity        "无足够iMetal服务器资源"                 "There are too few free servers for the instances asked for." sends "Insufficient server resources";
    http 400 "iMetal.0202" INSTANCE_STATE_CONFLICT Busy            "操作与当前实例状态冲突,比如修改正在删除实例的密码。" "The action does not fit the instance's present state." sends "Action conflicts with instance's current state";
    http 400 "iMetal.0203" COUNTS_INVERTED         Invalid         "Max count比Min count小"                 "The maximum count is below the minimum count." sends "Max Count is less than Min count";
    http 400 "iMetal.0204" IMAGE_NOT_FOUND         NotFound        "镜像不存在"                             "The image does not exist or cannot be used." sends "Image not found";
    http 400 "iMetal.0205" PASSWORD_INVALID        Invalid         "密码错误"                               "The password breaks the password rule." sends "Invalid password";
    http 400 "iMetal.0206" USER_DATA_TOO_LONG      Invalid         "用户数据超过32K长度限制"                "The user data is longer than 32 KiB." sends "User data exceeds size limits";
    http 400 "iMetal.0207" METADATA_INVALID        Invalid         "元数据配置个数或大小超过限制"           "There are too many metadata pairs, or one is too long." sends "Invalid metadata configuration";

    // Networks.
    http 404 "iMetal.0230" SUBNET_NOT_FOUND        NotFound        "子网不存在"                             "The subnet does not exist." sends "Subnet not found: [{id}, ...]";
    http 400 "iMetal.0231" SUBNET_UNAVAILABLE      Precondition    "子网不可用"                             "The subnet is not ACTIVE." sends "Subnet unavailable: [{id}, ...]";
    http 400 "iMetal.0232" SUBNET_FULL             Capacity        "子网IP地址不足"                         "The subnet has too few free addresses." sends "Insufficient IP addresses in subnet";
    http 400 "iMetal.0233" IP_CONFLICT             Exists          "指定IP地址冲突"                         "The address asked for is taken." sends "Specified IP conflict in subnet";
    http 400 "iMetal.0234" IP_IN_BATCH             Invalid         "批量创建禁止指定IP"                     "A batch creation may not ask for an address." sends "IP specification prohibited in batch creation";
    http 400 "iMetal.0235" PORTS_OVERLOADED        Throttled       "批量创建VPC端口过载"                    "Too many network ports are being created at once." sends "Create VPC ports overload";
    http 500 "iMetal.0236" PORT_DELETION_FAILED    Internal        "删除VPC port失败"                       "A network port of the instance could not be deleted." sends "Delete VPC ports failed";

    // The gateway: how the request reaches it.
    http 404 "APIGW.0101"  API_NOT_FOUND            NotFound        "API 不存在或未发布"       "The gateway knows no API by this path, or none by this method." sends "The API does not exist or has not been published in the environment" also 404 NotFound "The API does not exist";
    http 404 "APIGW.0103"  BACKEND_ABSENT           Precondition    "后端不存在"               "The gateway stands and no service has been configured behind it." sends "The backend does not exist." blames Operator;
    http 400 "APIGW.0201"  API_REQUEST_FAILED       Invalid         "请求无法转交后端"         "The request is malformed or too large, or the service behind the gateway does not answer." sends "API request error." also 413 Invalid "Request entity too large." also 414 Invalid "Request URI too large." also 494 Invalid "Request headers too large." also 502 Unavailable "Backend unavailable." also 504 Unavailable "Backend timeout.";
    http 400 "APIGW.0602"  BAD_REQUEST              Invalid         "请求头无法解析"           "The request's headers cannot be read, or one that decides comes twice." sends "Bad request.";
    http 400 "APIGW.0607"  PROTOCOL_UNSUPPORTED     Unsupported     "不支持的协议"             "The gateway does not listen to this protocol." sends "The following protocol is supported: {xxx}";

    // The gateway: who calls.
    http 401 "APIGW.0301"  IAM_AUTH_FAILED          Unauthenticated "IAM 认证信息错误"         "Key, signature, date or token are missing or wrong." sends "Incorrect IAM authentication information.";
    http 401 "APIGW.0305"  AUTH_SCHEME_UNKNOWN      Unauthenticated "认证方式无法识别"         "The Authorization header has a scheme that the gateway does not know." sends "Incorrect authentication information.";
    http 401 "APIGW.0307"  TOKEN_OUTDATED           Unauthenticated "令牌需要更新"             "The token has expired, or was issued for another region." sends "The token must be updated.";
    http 503 "APIGW.0613"  IAM_UNAVAILABLE          Unavailable     "IAM 服务不可用"           "The gateway cannot ask IAM who the caller is." sends "The IAM service is currently unavailable.";

    // The gateway: whether the caller may.
    http 403 "APIGW.0302"  USER_NOT_AUTHORIZED      Denied          "IAM 用户无权访问该 API"   "The gateway's list of users shuts the caller out." sends "The IAM user is not authorized to access the API." blames Operator;
    http 403 "APIGW.0306"  API_ACCESS_DENIED        Denied          "API 访问被拒绝"           "The service has not been enabled for the account." sends "API access denied.";
    http 429 "APIGW.0308"  GATEWAY_THROTTLED        Throttled       "超出网关流控阈值"         "The caller uses this API more often in a second than the gateway lets pass." sends "The throttling threshold has been reached: policy user over ratelimit,limit:{n},time:1 second";
    http 403 "APIGW.0310"  PROJECT_UNAVAILABLE      Denied          "项目不可用"               "The project is frozen." sends "The project is unavailable.";
    http 403 "APIGW.0402"  IP_NOT_AUTHORIZED        Denied          "IP 地址无权访问该 API"    "The gateway's list of addresses shuts the client out." sends "The IP address is not authorized to access the API." blames Operator;
    http 403 "APIGW.0801"  REGION_UNAVAILABLE       Unsupported     "所选区域不提供该服务"     "CloudDC is not offered in the caller's region." sends "The service is unavailable in the currently selected region.";
    http 403 "APIGW.0802"  REGION_FORBIDDEN         Denied          "IAM 用户不可使用所选区域" "The user is barred from the region." sends "The IAM user is forbidden in the currently selected region.";

    // The gateway: its own health and that of what stands behind it.
    http 500 "APIGW.0601"  GATEWAY_INTERNAL_ERROR   Internal        "网关内部错误"             "The gateway failed in a way it did not expect." sends "Internal server error.";
    http 502 "APIGW.0610"  BACKENDS_DRAINED         Unavailable     "没有可用的后端"           "Every instance of the service has been taken out of the gateway's rotation." sends "No backend available.";

    // The gateway: in its table, and never on the way to this service.
    http 400 "APIGW.0104"  PLUGIN_CONFIG_ABSENT     Precondition    "插件配置不存在"           "The API's plug-in has no configuration." blames Operator unanswered "it is about an API that its publisher has set up wrongly";
    http 400 "APIGW.0105"  BACKEND_CONFIG_ABSENT    Precondition    "后端配置不存在"           "The API's backend has no configuration." blames Operator unanswered "it is about an API that its publisher has set up wrongly";
    http 400 "APIGW.0106"  ORCHESTRATION_FAILED     Precondition    "编排错误"                 "The API's orchestration is configured wrongly." blames Operator unanswered "it is about an API that its publisher has set up wrongly";
    http 401 "APIGW.0303"  APP_AUTH_FAILED          Unauthenticated "APP 认证信息错误"         "The app's key or signature is wrong." unanswered "it belongs to app authentication, and CloudDC uses IAM's";
    http 403 "APIGW.0304"  APP_NOT_AUTHORIZED       Denied          "APP 无权访问该 API"       "The app may not use the API." unanswered "it belongs to app authentication, and CloudDC uses IAM's";
    http 401 "APIGW.0311"  DEBUG_AUTH_FAILED        Unauthenticated "调试认证信息错误"         "The credentials of a debugging call are wrong." unanswered "only the console's debugging page makes such calls";
    http 403 "APIGW.0401"  CLIENT_IP_UNKNOWN        Denied          "无法获知客户端 IP"        "The client's address cannot be told." unanswered "squall always knows the address of its client";
    http 403 "APIGW.0404"  BACKEND_IP_DENIED        Denied          "后端 IP 被禁止访问"       "The gateway may not connect to the backend's address." blames Operator unanswered "it is about the inner workings of a gateway that customers run";
    http 405 "APIGW.0501"  APP_QUOTA_EXCEEDED       Quota           "APP 配额已用完"           "The app has used up its quota of calls." unanswered "it belongs to app authentication, and CloudDC uses IAM's";
    http 405 "APIGW.0502"  APP_FROZEN               Denied          "APP 已被冻结"             "The app is frozen." unanswered "it belongs to app authentication, and CloudDC uses IAM's";
    http 500 "APIGW.0605"  BACKEND_NAME_UNRESOLVED  Unavailable     "后端域名解析失败"         "The backend's host name cannot be resolved." unanswered "it is about the inner workings of a gateway that customers run";
    http 500 "APIGW.0606"  API_CONFIG_UNREADABLE    Internal        "API 配置加载失败"         "The API's configuration cannot be loaded." unanswered "it is about the inner workings of a gateway that customers run";
    http 500 "APIGW.0608"  ADMIN_TOKEN_UNOBTAINABLE Internal        "管理员令牌获取失败"       "The gateway cannot obtain its own token." unanswered "it is about the inner workings of a gateway that customers run";
    http 500 "APIGW.0609"  VPC_BACKEND_ABSENT       Internal        "VPC 后端不存在"           "The backend inside a VPC does not exist." unanswered "it is about the inner workings of a gateway that customers run";
    http 500 "APIGW.0611"  BACKEND_PORT_ABSENT      Internal        "后端端口不存在"           "The backend does not listen on the configured port." unanswered "it is about the inner workings of a gateway that customers run";
    http 500 "APIGW.0612"  API_CALLS_ITSELF         Internal        "API 调用了自身"           "The API's backend is the API itself." unanswered "it is about an API that its publisher has set up wrongly";
    http 500 "APIGW.0705"  BACKEND_SIGNATURE_FAILED Internal        "后端签名计算失败"         "The gateway cannot sign its request to the backend." unanswered "it is about the inner workings of a gateway that customers run";
}
