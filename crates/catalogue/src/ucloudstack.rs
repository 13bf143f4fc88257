//! UCloudStack private cloud, in the order of the vendor's page. Its texts repeat; the gloss tells twins apart.

use crate::table::codes;

codes! {
    UCloudStack pages();

    // Every call: state, parameters, rights, money.
    "0"     SUCCESS                      Ok              "操作成功"                               "The request was accepted; an asynchronous operation is under way, not finished.";
    "100"   STATE_FORBIDS                Busy            "当前状态不可进行操作，请稍后重试"       "The target is in a state that does not allow the operation now.";
    "110"   CALL_TIMED_OUT               Unavailable     "请求接口超时，请稍后重试"               "A product service did not answer the gateway in time; the operation may have run.";
    "130"   SERVICE_FAILED               Unavailable     "服务异常，请稍后重试"                   "A product service is stopped or failed inside.";
    "140"   PARAMETER_INVALID            Invalid         "参数异常"                               "A parameter has the wrong type, is out of range or is not an allowed value.";
    "150"   RESOURCE_DENIED              Denied          "无操作权限"                             "The resource exists and belongs to someone else.";
    "151"   CACHE_FAILED                 Unavailable     "平台缓存服务异常"                       "The platform's cache of keys and sessions is down, so nobody can be authenticated.";
    "152"   API_UNKNOWN                  Unsupported     "API 调用异常"                           "The gateway cannot invoke what Action names.";
    "153"   GATEWAY_FAILED               Unavailable     "网关服务异常"                           "The region's API gateway is unreachable or unhealthy.";
    "154"   ACTION_MISSING               Invalid         "未传 Action 参数"                       "The request has no Action.";
    "160"   BALANCE_INSUFFICIENT         Funds           "余额不足"                               "The tenant's balance does not cover the purchase, renewal or upgrade.";
    "161"   QUOTA_EXCEEDED               Quota           "配额不足"                               "The tenant's quota for a product without a quota code of its own is reached.";
    "162"   REGION_NOT_FOUND             NotFound        "地域不存在"                             "No region has this ID.";
    "163"   ZONE_NOT_FOUND               NotFound        "可用区不存在"                           "The region has no zone with this ID.";
    "164"   DELETION_DISABLED            Denied          "管理员已禁止删除资源"                   "The administrator has switched off the deletion of resources." blames Operator;
    "165"   TOO_FREQUENT                 Throttled       "操作过于频繁请稍后再试"                 "The account calls too often, or repeats a mailed code too soon.";
    "167"   ACCOUNT_ACTIVE_ALREADY       Exists          "账户已激活"                             "The account to activate is active already.";
    "168"   ACTIVATION_CODE_STALE        Unauthenticated "激活码失效"                             "The account's activation code is unknown, used or too old.";
    "170"   SIGNATURE_MISSING            Unauthenticated "缺少签名认证参数"                       "PublicKey or Signature is missing.";
    "171"   SIGNATURE_WRONG              Unauthenticated "登录签名验证失败"                       "The public key is unknown, or the signature does not match.";
    "172"   LOGIN_EXPIRED                Unauthenticated "登录已过期请重新登录"                   "The console session idled out, was logged out or was displaced by another login.";
    "173"   USER_RESTRICTED              Denied          "用户权限受限"                           "This class of account may not do this.";
    "177"   ADMIN_STATE_ABNORMAL         Precondition    "管理员账号状态异常"                     "The platform administrator's account is not in its normal state." blames Operator;
    "178"   ADMIN_ONLY                   Denied          "仅限管理员权限调用"                     "Only administrators may call this.";
    "229"   PARAMETER_MISSING            Invalid         "缺少参数"                               "A required parameter is missing or empty.";
    "240"   API_NOT_GRANTED              Denied          "无 API 调用权限"                        "The account has not been granted this API.";
    "301"   LOGIN_IP_DENIED              Denied          "您的登录 IP 不在可登录控制台的配置范围内" "The client's address is not in the allowed login range.";

    // Tenants and accounts.
    "1001"  TENANT_UNAVAILABLE           Denied          "租户不可用"                             "The tenant is being deleted or is gone.";
    "1002"  TENANT_FROZEN                Denied          "租户被冻结"                             "The tenant is frozen.";
    "1003"  QUOTA_OVER_TOTAL             Quota           "配额超出总和限制"                       "The tenant's regional quotas would add up to more than its total for the product.";
    "1005"  ACCOUNT_FROZEN               Denied          "账号被冻结"                             "The individual account is frozen.";
    "1006"  ACCOUNT_NOT_ACTIVATED        Precondition    "账号未激活请到注册邮箱通过激活邮件激活账号后再进行登录。" "The account was registered and its activation mail has not been followed.";
    "1007"  ACCOUNT_UNAVAILABLE          Denied          "账号不可用"                             "The account is disabled or being deleted.";
    "1008"  THIRD_PARTY_LOGIN_WRONG      Unauthenticated "第三方登录信息错误"                     "The third-party login's code or state is wrong, used, or maps to no account.";
    "1050"  EMAIL_REGISTERED             Exists          "邮箱已被注册"                           "The e-mail address is registered already.";
    "1051"  ADMIN_EMAIL_TAKEN            Exists          "管理员邮箱已被使用"                     "The e-mail address is an administrator's already.";

    // Hosts and clusters.
    "1801"  MIGRATION_TARGET_TOO_SMALL   Capacity        "物理机 CPU  或内存不足无法迁移"         "The target host has too little CPU or memory free for the migration.";
    "1900"  STORAGE_SET_NOT_FOUND        NotFound        "无可用的存储集群"                       "No storage cluster of this type is usable by the tenant.";
    "1901"  HOST_HAS_UNSTABLE_VMS        Busy            "当前物理机还存在不稳定的实例"           "The host still has instances in transition.";
    "1902"  HOST_HAS_GPU_VMS             Precondition    "当前物理机存在运行的GPU计算实例"        "The host still runs GPU instances, which cannot be migrated.";
    "1903"  CLUSTER_CANNOT_ABSORB        Capacity        "当前集群可分配资源不足"                 "The cluster's other hosts have no room for the instances to be moved.";
    "1904"  HOST_NOT_READY               Busy            "当前物理机还未准备就绪"                 "The host is still being prepared.";
    "2034"  HOST_STATE_UNFIT             Precondition    "物理机状态不可用"                       "The host's state does not fit the operation, or no host of the set is available.";

    // Disks and snapshots.
    "2201"  SOURCE_DISK_NOT_FOUND        NotFound        "磁盘不存在"                             "The disk to snapshot, roll back or clone does not exist.";
    "2202"  DISK_IN_USE                  Precondition    "有资源正在使用该磁盘"                   "A resource is using the disk.";
    "2203"  DISK_SIZE_INVALID            Invalid         "云盘大小错误"                           "The disk size is out of range, off its step, or not larger than before.";
    "2204"  DISK_LIMIT_REACHED           Quota           "已超出资源可绑定的最大硬盘数：Arm虚拟机3块其他6块" "The resource has its maximum of disks: 3 on an ARM VM, 6 otherwise.";
    "2205"  DISK_NOT_FOUND               NotFound        "硬盘不存在"                             "The disk to attach, detach, upgrade or delete does not exist.";
    "2206"  DISK_STATE_FORBIDS           Busy            "硬盘状态不合法"                         "The disk's state does not allow the operation.";
    "2207"  DISK_HAS_SNAPSHOTS           Precondition    "磁盘存在快照"                           "The disk still has snapshots.";
    "2500"  SNAPSHOT_LIMIT_REACHED       Quota           "该磁盘创建的快照数量已达上限"           "The disk has as many snapshots as the platform allows.";
    "2501"  DISK_VM_NOT_STOPPED          Precondition    "该磁盘绑定的虚拟机不是关机状态"         "The VM the disk is bound to is not stopped, so the disk cannot be rolled back.";
    "2502"  DISK_SNAPSHOT_BUSY           Busy            "磁盘存在创建中或者回滚中的快照"         "A snapshot of the disk is being created or rolled back.";
    "2209"  DISK_QUOTA_EXCEEDED          Quota           "硬盘配额不足"                           "The disk quota is reached.";

    // The platform's licence.
    "11001" SYSTEM_NOT_ACTIVATED         Precondition    "系统未激活"                             "The platform has never been activated, so nothing can be created." blames Operator;
    "11002" SYSTEM_ACTIVATION_EXPIRED    Precondition    "系统激活已过期"                         "The platform's activation has expired, so nothing can be created." blames Operator;
    "11003" SYSTEM_CODE_INVALID          Invalid         "系统激活码无效"                         "The platform activation code is forged, damaged or for another machine." blames Operator;
    "11004" SYSTEM_CODE_MISSING          Invalid         "请输入激活码"                           "No platform activation code was given." blames Operator;
    "11005" SYSTEM_INFO_UNAVAILABLE      Unavailable     "获取系统信息失败"                       "The management node does not report its system information, so the licence cannot be checked.";
    "11006" SYSTEM_ACTIVE_ALREADY        Exists          "系统已激活请勿重复操作"                 "The platform is active with this code already." blames Operator;
    "11007" SYSTEM_CODE_EXPIRED          Precondition    "系统激活码已过期"                       "The platform activation code is genuine and past its own validity." blames Operator;

    // Passwords and the second factor.
    "11052" PASSWORD_FORMAT              Invalid         "密码格式错误"                           "The password has a wrong length or forbidden characters.";
    "11053" OLD_PASSWORD_WRONG           Unauthenticated "账号原密码错误"                         "The old password given to change it is wrong.";
    "11078" LOGIN_WRONG                  Unauthenticated "用户账户或密码错误"                     "The account or the password is wrong.";
    "11079" PASSWORD_EXPIRED             Precondition    "账户密码已过有效期请点击忘记密码修改后登录" "The password is correct and older than the platform allows; reset it first.";
    "11926" TOTP_FAILED_TOO_OFTEN        Precondition    "连续失败次数超过限制请重新开通二次认证" "Too many wrong codes in a row voided the second factor; enrol it again.";
    "11927" TOTP_SETUP_TOO_FREQUENT      Throttled       "验证太过频繁请等待一段时间再验证"       "Codes are tried too often while the second factor is switched on or off.";
    "11939" TOTP_CODE_WRONG              Unauthenticated "动态密码错误请重试"                     "The one-time code is wrong.";
    "11942" TOTP_LOGIN_TOO_FREQUENT      Throttled       "验证太过频繁请等待一段时间再验证"       "One-time codes are tried too often at login.";
    "11945" TOTP_ACTIVE_ALREADY          Exists          "双因子验证已激活"                       "The account has a second factor already.";

    // Global configuration, specifications, users.
    "12000" CONFIG_NOT_FOUND             NotFound        "全局配置项不存在"                       "There is no global configuration item of this name.";
    "12001" CONFIG_VALUE_INVALID         Invalid         "全局配置值不在允许范围之内"             "The value is outside what the global configuration item allows.";
    "12003" GLOBAL_QUOTA_OVER_TOTAL      Quota           "全局配额超出区域总和"                   "The default regional quotas would add up to more than the product's total.";
    "42001" SPECIFICATION_EXISTS         Exists          "规格配置已存在"                         "The same specification is configured already.";
    "11929" USER_NOT_FOUND               NotFound        "用户不存在"                             "No tenant has this user ID.";
    "11930" USER_CANNOT_FREEZE           Precondition    "用户状态不允许冻结"                     "The tenant is not in the normal state, so it cannot be frozen.";
    "11931" USER_CANNOT_UNFREEZE         Precondition    "用户状态不允许解冻"                     "The tenant is not frozen, so it cannot be unfrozen.";

    // Prices and discounts.
    "40000" CHARGE_TYPE_NOT_FOUND        Invalid         "计价类型不存在"                         "The price or discount names a charge type that does not exist.";
    "40001" PRICE_DATA_FORMAT            Invalid         "数据格式错误"                           "The price data cannot be parsed at all.";
    "40002" PRICE_RULE_NOT_FOUND         NotFound        "计价规则不存在"                         "No price rule exists for this product, place and charge type.";
    "40003" PRICE_RULE_FORMAT            Invalid         "计价规则格式错误"                       "The price rule's tiers overlap, leave gaps, run backwards or are negative.";
    "40004" PRICE_DISCOUNT_FORMAT        Invalid         "价格折扣规则格式错误"                   "The discount part of a price update is malformed.";
    "41000" DISCOUNT_INVALID             Invalid         "折扣无效"                               "The discount is outside 0 to 100 percent.";
    "41001" DISCOUNT_FORMAT              Invalid         "折扣格式错误"                           "The discount is not a number.";

    // Recycle bin.
    "8100"  RECYCLED_EXPIRED             Precondition    "该资源已过期请先续费后再恢复"           "The resource in the recycle bin has expired; renew it before restoring it.";
    "8101"  NOT_IN_RECYCLE_BIN           Precondition    "该资源已经被移出回收站"                 "The resource has been taken out of the recycle bin already.";
    "8102"  RECYCLED_NOT_FOUND           NotFound        "该资源不存在或已被销毁"                 "The resource does not exist or has been destroyed.";

    // Virtual machines and images.
    "2000"  VM_RUNNING                   Precondition    "虚拟机未关机无法删除"                   "The VM is running and cannot be deleted; stop it first.";
    "2001"  VM_HAS_EIP                   Precondition    "虚拟机绑定了外网弹性IP无法删除"         "The VM has an external IP bound and cannot be deleted.";
    "2002"  VM_IN_LOAD_BALANCER          Precondition    "虚拟机被负载均衡所使用无法删除"         "A load balancer uses the VM, so it cannot be deleted.";
    "2004"  VM_EXPIRED                   Precondition    "已过期无法删除"                         "The VM, disk or IP has expired and cannot be deleted until it is renewed.";
    "2005"  VM_NOT_STOPPED_FOR_IMAGE     Precondition    "虚拟机未关机无法制作镜像"               "The VM is not stopped, so no image can be made from it.";
    "2006"  IMAGE_SOURCE_VM_NOT_FOUND    NotFound        "创建自定义镜像时传入的主机不存在"       "The VM to make an image from does not exist.";
    "2007"  IMAGE_UNAVAILABLE            Busy            "镜像不可用无法删除"                     "The image is not available, so it cannot be deleted.";
    "2008"  SOURCE_IMAGE_NOT_FOUND       NotFound        "镜像不存在无法创建"                     "The image to reinstall or copy from does not exist.";
    "2009"  IMAGE_IN_USE                 Precondition    "镜像被使用无法删除"                     "VMs were made from the image, so it cannot be deleted.";
    "2010"  SUBNET_FULL_FOR_VM           Capacity        "子网已无可用 IP"                        "The subnet has no free address for the new VM.";
    "2011"  VM_MISSING_OR_STATE          Precondition    "主机不存在或主机状态不对"               "The VM does not exist or its state does not fit the operation.";
    "2012"  VM_NOT_RUNNING_FOR_PASSWORD  Precondition    "虚拟机未开机或关机无法重置密码"         "The VM is not running, so its password cannot be reset.";
    "2013"  COMPUTE_SET_NOT_FOUND        NotFound        "创建主机时无可用业务组"                 "No compute set of this type is usable by the tenant.";
    "2014"  VM_IMAGE_NOT_FOUND           NotFound        "创建虚拟机镜像不存在"                   "The image for the new VM does not exist.";
    "2015"  REINSTALL_IMAGE_MISMATCH     Invalid         "重装系统镜像类型错误"                   "The image's system family or architecture does not suit this VM.";
    "2022"  VM_IP_IN_USE                 Exists          "指定的内网 IP 已经被使用"               "The intranet address asked for the new VM is in use.";
    "2023"  VM_EXTERNAL_IP_IN_USE        Exists          "指定的 IP 地址已经被使用"               "The external address asked for the new VM is in use.";
    "2024"  VM_IP_FORMAT                 Invalid         "指定的 IP 格式不符合规范"               "The address asked for the new VM is malformed or outside its subnet.";
    "2030"  CPU_SHORT                    Capacity        "CPU 资源不足"                           "The compute set has too little CPU free.";
    "2031"  MEMORY_SHORT                 Capacity        "内存资源不足"                           "The compute set has too little memory free.";
    "2033"  EXPIRED_CANNOT_RESIZE        Precondition    "过期资源不允许升降级配置"               "An expired VM or disk cannot be resized until it is renewed.";
    "2035"  COUNT_INVALID                Invalid         "购买数量为整数 1~5"                     "The number to buy is not an integer from 1 to 5.";
    "2039"  VM_NIC_UNSTABLE              Busy            "虚拟机绑定的网卡状态不稳定"             "A NIC of the VM is in transition.";
    "2041"  VM_EIP_UNSTABLE              Busy            "虚拟机绑定的 IP 状态不稳定"             "An external IP of the VM is in transition.";
    "2042"  VM_RSERVER_UNSTABLE          Busy            "虚拟机绑定到的 RServer 状态不稳定"      "A load balancer node of the VM is in transition.";
    "2043"  COMPUTE_SHORT                Capacity        "计算集群物理资源不足"                   "The compute cluster cannot place or resize the VM.";
    "2208"  STORAGE_SHORT_FOR_VM         Capacity        "存储集群物理资源不足"                   "The storage cluster has too little space for the new VM's disks.";
    "2044"  VM_QUOTA_EXCEEDED            Quota           "虚拟机配额不足"                         "The VM quota is reached.";

    // What the compute, network, disk and address services say themselves.
    "56000" STORAGE_SHORT                Capacity        "存储集群物理资源不足"                   "The storage cluster has too little space for the disk.";
    "56001" DISK_BINDINGS_FULL           Quota           "资源绑定硬盘超过上限"                   "The resource has its maximum of disks, counting those still being bound.";
    "51000" COMPUTE_SHORT_FOR_SERVICE    Capacity        "计算集群物理资源不足"                   "The compute cluster has no room to place a gateway or to start the VM.";
    "51001" VM_IN_TRANSITION             Busy            "主机不是运行或者关机状态无法删除"       "The VM is neither running nor stopped and cannot be deleted.";
    "51002" GATEWAY_EXPIRED              Precondition    "过期资源无法删除"                       "The load balancer or NAT gateway has expired and cannot be deleted until it is renewed.";
    "55000" SUBNET_FULL_FOR_GATEWAY      Capacity        "子网已无可用 IP"                        "The subnet has no free address for the load balancer or NAT gateway.";
    "55001" GATEWAY_IP_FORMAT            Invalid         "指定的 IP 格式不符合规范"               "The address asked for the gateway or NIC is malformed or outside its subnet.";
    "55002" GATEWAY_IP_IN_USE            Exists          "指定的 IP 地址已经被使用"               "The address asked for the gateway or NIC is in use.";
    "55003" NIC_OWNER_UNSTABLE           Busy            "绑定网卡的资源状态不稳定"               "The VM the NIC belongs or goes to is in transition.";
    "55004" NIC_BINDINGS_FULL            Quota           "绑定网卡已超过上限"                     "The resource has its maximum of NICs, counting those still being bound.";
    "57000" SEGMENT_FULL_FOR_VM          Capacity        "IP 资源不足"                            "The segment has no free external address for the new VM or NIC.";
    "57001" EIP_IN_USE                   Exists          "指定的 IP 地址已经被使用"               "The external address asked for is in use.";
    "57002" EIP_NOT_ALLOWED              Invalid         "不能指定创建此 IP"                      "The external address asked for is outside the segment or held by the platform.";
    "57003" EIP_FORMAT                   Invalid         "指定的 IP 格式不符合规范"               "The external address asked for is malformed.";
    "57004" EIP_TAKEN_AS_INTRANET_IP     Exists          "指定的内网 IP 已经被使用"               "The address asked for is in use as an intranet address of the tenant.";
    "57005" EIP_OWNER_EXPIRED            Precondition    "过期资源不允许升降级配置"               "The resource the external IP is bound to has expired, so bandwidth cannot be changed.";
    "57006" EIP_BINDINGS_FULL            Quota           "资源绑定已超过上限"                     "The resource has its maximum of external IPs, counting those still being bound.";

    // External IPs.
    "3001"  EIP_LIMIT_REACHED            Quota           "已超出资源可绑定的外网 IP 数量"         "The resource has its maximum of external IPs.";
    "3002"  LB_HAS_EIP_ALREADY           Exists          "该负载均衡已经绑定了外网 IP"            "The load balancer has an external IP already.";
    "3004"  VM_NOT_RUNNING_FOR_UNBIND    Precondition    "主机不是运行状态无法解除绑定"           "The VM is not running, so its external IP cannot be unbound.";
    "3005"  LB_NOT_RUNNING_FOR_UNBIND    Busy            "负载均衡不是运行状态无法解除绑定"       "The load balancer is not running, so its external IP cannot be unbound.";
    "3006"  UNBIND_VM_NOT_FOUND          NotFound        "不存在的主机无法解除绑定"               "The VM to unbind the external IP from does not exist.";
    "3007"  UNBIND_LB_NOT_FOUND          NotFound        "不存在的负载均衡无法解除绑定"           "The load balancer to unbind the external IP from does not exist.";
    "3008"  VM_STATE_FORBIDS_BIND        Busy            "主机不是运行状态无法绑定"               "The VM's state does not allow binding an external IP.";
    "3009"  EIP_STATE_UNAVAILABLE        Precondition    "外网 IP 状态不可用"                     "The external IP does not exist or is not free.";
    "3010"  EIP_NOT_BOUND                Precondition    "外网 IP 未绑定"                         "The external IP is not bound to this resource.";
    "3012"  NATGW_NOT_RUNNING_FOR_UNBIND Busy            "NAT 网关不是运行状态无法解除绑定"       "The NAT gateway is not running, so its external IP cannot be unbound.";
    "3014"  NIC_NOT_FOUND                NotFound        "网卡不存在"                             "The NIC does not exist.";
    "3016"  VM_MIGRATING                 Busy            "主机正在迁移中无法解除绑定"             "The VM is migrating, so its external IP cannot be unbound.";
    "3017"  SEGMENT_FULL                 Capacity        "网段 IP 资源不足"                       "The segment has no free external address.";
    "3018"  EIP_SPECIAL                  Invalid         "指定静态 IP 是个特殊 IP 不能被创建。"   "The address asked for is the segment's network, broadcast or gateway address.";
    "3100"  EIP_STATE_FORBIDS_BANDWIDTH  Busy            "只有未绑定或者已绑定的外网 IP 才允许修改带宽" "Bandwidth can be changed only on a free or a bound external IP.";
    "3101"  EIP_EXPIRED                  Precondition    "外网 IP 已经过期不允许调整带宽"         "The external IP has expired, so its bandwidth cannot be changed.";
    "3102"  CHARGE_TYPE_UNSUPPORTED      Unsupported     "不支持的付费类型"                       "The segment is not sold by this charge type.";
    "3103"  DOWNGRADE_TOO_EARLY          Busy            "按年按月付费的资源只能在当前付费周期的最后一天才允许降级带宽" "Bandwidth paid by month or year can be lowered only on the period's last day.";
    "3019"  EIP_QUOTA_EXCEEDED           Quota           "外网 IP 配额不足"                       "The external IP quota is reached.";

    // Security groups.
    "5001"  SG_TO_DELETE_NOT_FOUND       NotFound        "被删除的安全组不存在"                   "The security group to delete does not exist.";
    "5002"  SG_STATE_FORBIDS_DELETE      Busy            "安全组当前状态不可删除"                 "The security group's state does not allow deletion.";
    "5003"  SG_NOT_FOUND                 NotFound        "安全组不存在"                           "The security group does not exist.";
    "5004"  SG_STATE_UNAVAILABLE         Busy            "安全组当前状态不可用"                   "The security group is in transition.";
    "5005"  SG_IN_USE                    Precondition    "该安全组正在被其他资源使用"             "Other resources use the security group.";
    "5006"  SG_RULE_DUPLICATE            Exists          "安全组规则存在重复"                     "The same security group rule is given twice or present already.";

    // VPCs and subnets.
    "6001"  VPC_HAS_SUBNETS              Precondition    "该 VPC 存在子网"                        "The VPC still has subnets.";
    "6002"  VPC_IN_USE                   Precondition    "有资源正在使用该 VPC"                   "Resources still use the VPC.";
    "6003"  SUBNET_IN_USE                Precondition    "子网存在资源(包含回收站资源)"           "The subnet still has resources, the recycle bin included.";
    "6004"  SUBNET_EXISTS                Exists          "子网已存在"                             "The VPC has exactly this subnet already.";
    "6005"  SUBNET_OVERLAPS              Exists          "子网冲突"                               "The subnet overlaps another of the VPC.";
    "6006"  SUBNET_OUTSIDE_VPC           Invalid         "子网范围不在 VPC CIDR 范围内"           "The subnet is not within the VPC's range.";

    // Alarms.
    "9000"  ALARM_TEMPLATE_IN_USE        Precondition    "该告警模板下存在绑定的资源"             "Resources are bound to the alarm template.";
    "9001"  NOTIFY_GROUP_IN_USE          Precondition    "该通知组绑定了监控规则"                 "Alarm rules use the notification group.";
    "9002"  ALARM_RESOURCE_STATE         Busy            "资源状态不允许绑定告警模板"             "The resource's state does not allow binding an alarm template.";

    // Sub-accounts.
    "70002" MEMBER_PASSWORD_WEAK         Invalid         "密码复杂度不符合要求"                   "The sub-account's password is not complex enough.";
    "70003" MEMBER_EXISTS                Exists          "您创建的账号已经存在"                   "A sub-account with this e-mail address exists already.";
    "70004" MEMBER_TO_FREEZE_NOT_FOUND   NotFound        "冻结的账号不存在"                       "The sub-account to freeze does not exist.";
    "70005" MEMBER_CANNOT_FREEZE         Precondition    "冻结的账号不可用"                       "The sub-account is not in normal use, so it cannot be frozen.";
    "70006" MEMBER_TO_UNFREEZE_NOT_FOUND NotFound        "解冻的账号不存在"                       "The sub-account to unfreeze does not exist.";
    "70007" MEMBER_CANNOT_UNFREEZE       Precondition    "冻结的账号不可用"                       "The sub-account is not frozen, so it cannot be unfrozen.";
    "70008" ADMIN_CANNOT_BE_FROZEN       Denied          "不能冻结管理员"                         "Administrators cannot be frozen.";

    // NAT gateways.
    "8600"  NATGW_NOT_RUNNING            Busy            "NAT 网关未运行状态"                     "The NAT gateway is not running.";
    "8595"  SNAT_RULE_DUPLICATE          Exists          "SNAT 规则重复"                          "The source has an SNAT rule in the VPC already.";

    // Elastic NICs.
    "10005" NIC_IP_IN_USE                Exists          "该内网 IP 已经被使用了"                 "The intranet address asked for the NIC is in use.";
    "10006" SUBNET_FULL_FOR_NIC          Capacity        "该子网下没有剩余 IP 可用"               "The subnet has no free address for the NIC.";
    "10007" NIC_IP_OUTSIDE_SUBNET        Invalid         "该 IP 不在该子网网段内"                 "The address asked for the NIC is not in the subnet.";
    "10008" NIC_LIMIT_REACHED            Quota           "已超出资源可绑定的最大网卡数：ARM 虚拟机 3 块其它 6 块" "The resource has its maximum of NICs: 3 on an ARM VM, 6 otherwise.";
    "10009" NIC_STATE_FORBIDS            Busy            "网卡当前状态不可执行绑定操作"           "The NIC's state does not allow binding, unbinding or deletion.";
    "10010" NIC_ZONE_MISMATCH            Invalid         "虚拟机与所绑定的网卡必须处于同可用区"   "The VM and the NIC are in different zones.";
    "10011" NIC_ROUTE_CONFLICT           Exists          "IP 与已绑定的 IP 有相同路由"            "The address would bring a route that the VM has already.";
    "10012" NIC_IP_DUPLICATE             Exists          "IP 与已绑定的 IP 相同"                  "The address equals one bound to the VM already.";

    // External segments.
    "17000" SEGMENT_OVERLAPS             Exists          "网段与已有网段冲突"                     "The segment overlaps another external segment.";
    "17001" SEGMENT_IN_USE               Precondition    "网段存在被使用的 IP"                    "Addresses of the segment are in use.";
    "17002" SEGMENT_SPECIAL              Invalid         "特殊的子网不能被创建"                   "The segment lies in a range that is reserved.";
    "17003" SEGMENT_TOO_SMALL            Invalid         "创建子网过小无法正常组网"               "The segment is too small to form a network.";

    // Load balancers.
    "4001"  LB_HAS_EIP                   Precondition    "LB 已经绑定外网 IP"                     "The load balancer has an external IP bound and cannot be deleted.";
    "4002"  LB_HAS_LISTENERS             Precondition    "LB 绑定了 VS"                           "The load balancer still has virtual servers.";
    "4003"  LB_RESOURCE_NOT_FOUND        NotFound        "资源不存在"                             "The load balancer, node, certificate or other resource does not exist.";
    "4004"  LISTENER_HAS_NODES           Precondition    "VS 绑定了 RS"                           "The virtual server still has nodes.";
    "4005"  NAME_LENGTH                  Invalid         "名称长度不符合规范"                     "The name is empty or too long.";
    "4006"  PORT_OCCUPIED                Exists          "端口已被占用"                           "The port is reserved, or a listener of another protocol has it.";
    "4007"  PORT_INVALID                 Invalid         "无效端口"                               "The port is not from 1 to 65535.";
    "4008"  PROTOCOL_INVALID             Invalid         "协议错误"                               "The protocol is unknown or does not fit the operation.";
    "4009"  PERSISTENCE_INVALID          Invalid         "会话保持类型错误"                       "The session persistence is unknown or does not fit the protocol.";
    "4010"  HEALTH_CHECK_INVALID         Invalid         "健康检查类型错误"                       "The health check is unknown or does not fit the protocol.";
    "4011"  IDLE_TIMEOUT_INVALID         Invalid         "空闲连接超时范围错误"                   "The idle timeout is not from 1 to 86400 seconds.";
    "4015"  WEIGHT_INVALID               Invalid         "权重范围错误"                           "The weight is not from 1 to 100.";
    "4014"  NODE_VM_NOT_RUNNING          Precondition    "虚拟机不是运行状态"                     "The VM to add as a node is not running.";
    "4016"  LISTENER_EXISTS              Exists          "端口协议已添加"                         "The load balancer has a listener of this protocol and port already.";
    "4017"  CHARACTERS_INVALID           Invalid         "无效字符"                               "A path, key, domain or certificate has characters that are not allowed.";
    "4018"  POLICY_EXISTS                Exists          "转发策略已存在"                         "The virtual server has a policy for this domain and path already.";
    "4019"  POLICY_NODE_INVALID          Invalid         "存在无效节点"                           "The policy names a node that the virtual server does not have.";
    "4020"  LISTENER_NOT_FOUND           NotFound        "VS 不存在"                              "The virtual server does not exist.";
    "4021"  POLICY_NOT_FOUND             NotFound        "转发策略不存在"                         "The forwarding policy does not exist.";
    "4022"  NODE_EXISTS                  Exists          "端口已被添加"                           "The virtual server has this resource and port already.";
    "4023"  LB_LIMIT_REACHED             Quota           "超过允许创建/添加的上限"                "The number of listeners, nodes or policies allowed is reached.";
    "4024"  DEFAULT_POLICY_FIXED         Denied          "默认转发规则不允许删除"                 "The default forwarding policy cannot be deleted.";
    "4026"  NODE_STATE_FORBIDS           Busy            "RS 非有效状态"                          "The node is in transition, or its mode is already what is asked for.";
    "4027"  CERTIFICATE_IN_USE           Precondition    "证书正在使用中"                         "A listener uses the certificate.";
    "64000" LB_STATE_UNAVAILABLE         Busy            "LB 状态不可用"                          "The load balancer is not running.";
    "64500" LISTENER_STATE_UNAVAILABLE   Busy            "VS 状态不可用"                          "The virtual server is in transition.";
}
