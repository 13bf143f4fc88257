"""What CloudDC's pages say of each code: its HTTP status and its message, in which `{what}` stands for ids and names.

Written down once more here, so that the suites do not take the server's own catalogue for the truth."""

IMETAL = {
    "iMetal.0001": (400, "A request parameter contains invalid or unsupported value: {what}"),
    "iMetal.0002": (400, "Missing required parameters: {what}"),
    "iMetal.0003": (401, "Unauthorized"),
    "iMetal.0004": (403, "Insufficient permissions"),
    "iMetal.0005": (429, "Too many requests"),
    "iMetal.0099": (500, "Internal server error"),
    "iMetal.0100": (404, "Physical servers ID not found: [{what}]"),
    "iMetal.0101": (400, "Physical servers state is not ready: [{what}]"),
    "iMetal.0102": (400, "Physical servers ID already exist: [{what}]"),
    "iMetal.0110": (400, "Inspect Physical servers error: [{what}"),
    "iMetal.0200": (404, "Instances not found: [{what}]"),
    "iMetal.0201": (400, "Insufficient server resources"),
    "iMetal.0202": (400, "Action conflicts with instance's current state"),
    "iMetal.0203": (400, "Max Count is less than Min count"),
    "iMetal.0204": (400, "Image not found"),
    "iMetal.0205": (400, "Invalid password"),
    "iMetal.0206": (400, "User data exceeds size limits"),
    "iMetal.0207": (400, "Invalid metadata configuration"),
    "iMetal.0230": (404, "Subnet not found: [{what}]"),
    "iMetal.0231": (400, "Subnet unavailable: [{what}]"),
    "iMetal.0232": (400, "Insufficient IP addresses in subnet"),
    "iMetal.0233": (400, "Specified IP conflict in subnet"),
    "iMetal.0234": (400, "IP specification prohibited in batch creation"),
    "iMetal.0235": (400, "Create VPC ports overload"),
    "iMetal.0236": (500, "Delete VPC ports failed"),
}

# By code and, where a code has several rows, status.
GATEWAY = {
    "APIGW.0101": (404, "The API does not exist or has not been published in the environment"),
    "APIGW.0101 method": (404, "The API does not exist"),
    "APIGW.0103": (404, "The backend does not exist."),
    "APIGW.0201 400": (400, "API request error."),
    "APIGW.0201 413": (413, "Request entity too large."),
    "APIGW.0201 414": (414, "Request URI too large."),
    "APIGW.0201 494": (494, "Request headers too large."),
    "APIGW.0201 502": (502, "Backend unavailable."),
    "APIGW.0201 504": (504, "Backend timeout."),
    "APIGW.0301": (401, "Incorrect IAM authentication information: {what}"),
    "APIGW.0302": (403, "The IAM user is not authorized to access the API."),
    "APIGW.0305": (401, "Incorrect authentication information."),
    "APIGW.0306": (403, "API access denied."),
    "APIGW.0307": (401, "The token must be updated."),
    "APIGW.0308": (429, "The throttling threshold has been reached: policy user over ratelimit,limit:{what},time:1 second"),
    "APIGW.0310": (403, "The project is unavailable."),
    "APIGW.0402": (403, "The IP address is not authorized to access the API."),
    "APIGW.0601": (500, "Internal server error."),
    "APIGW.0602": (400, "Bad request."),
    "APIGW.0607": (400, "The following protocol is supported: https"),
    "APIGW.0610": (502, "No backend available."),
    "APIGW.0613": (503, "The IAM service is currently unavailable."),
    "APIGW.0801": (403, "The service is unavailable in the currently selected region."),
    "APIGW.0802": (403, "The IAM user is forbidden in the currently selected region."),
}


def row(name, what=""):
    """Code, status and whole message of a row; `what` is what stands for the template's open end."""
    status, message = {**IMETAL, **GATEWAY}[name]
    return name.split(" ")[0], status, message.replace("{what}", what)
