//! Huawei Cloud CloudDC (bare metal): the `iMetal.` codes, each with its HTTP status and wire message.

use crate::table::codes;

codes! {
    Huawei pages();

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
}
