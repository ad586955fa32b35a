"""Serves a user pool and an identity pool by moto and fills them by boto3; nothing of this is ours but the values.

Writes everything that was put in into the file named as the argument, says where the server is in
one line of JSON, and serves until its standard input ends.
"""

import json
import logging
import os
import sys

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
USERS = 1000

# Values that break what is careless: direction, line breaks, quotes, formulas, SQL, length.
HOSTILE = [
    "Zoë Ångström",
    "李小龍",
    "مرحبا بالعالم",
    "👩‍👩‍👧‍👦 family",
    "line one\nline two\r\nline three",
    "tab\tand \"double\" and 'single' quotes",
    "=1+1",
    "+44 20",
    "@SUM(A1)",
    "'; DROP TABLE users; --",
    "\u202eright to left override\u202c",
    " spaces around ",
    "NULL",
    "007",
    "1e3",
    "true",
    "\\backslash\\",
    "%s %d {} ${x}",
    "<script>alert(1)</script>",
    "é",
]

SCHEMA = [
    {"Name": "tier", "AttributeDataType": "String", "Mutable": True},
    {"Name": "notes", "AttributeDataType": "String", "Mutable": True},
    {"Name": "score", "AttributeDataType": "Number", "Mutable": True},
    {"Name": "vip", "AttributeDataType": "Boolean", "Mutable": True},
    {"Name": "since", "AttributeDataType": "DateTime", "Mutable": True},
]


def attributes_of(number):
    """The attributes of one user; which ones there are depends on the number."""
    found = {
        "email": f"person{number}@example.com",
        "email_verified": "true" if number % 3 else "false",
        "custom:tier": ["free", "silver", "gold"][number % 3],
    }
    if number % 2:
        found["name"] = HOSTILE[number % len(HOSTILE)] + f" {number}"
    if number % 5 == 0:
        found["phone_number"] = f"+4420{number:08}"
    if number % 7 == 0:
        found["custom:score"] = str(number * 17 - 5000)
    if number % 4 == 0:
        found["custom:vip"] = "true" if number % 8 else "false"
    if number % 6 == 0:
        found["custom:since"] = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00Z"
    if number % 11 == 0:
        found["custom:notes"] = HOSTILE[number % len(HOSTILE)]
    if number % 250 == 0:
        found["custom:notes"] = ("long ✓ " * 300)[:2048]
    return found


def put_users(cognito, pool_id):
    users = []
    for number in range(USERS):
        username = f"person-{number:04}"
        attributes = attributes_of(number)
        made = cognito.admin_create_user(
            UserPoolId=pool_id,
            Username=username,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
        )["User"]
        given = {each["Name"]: each["Value"] for each in made["Attributes"]}
        status, enabled = made["UserStatus"], True
        if number % 10 == 0:
            cognito.admin_set_user_password(
                UserPoolId=pool_id, Username=username, Password="Made-Up-1234", Permanent=True
            )
            status = "CONFIRMED"
        if number % 13 == 0:
            cognito.admin_disable_user(UserPoolId=pool_id, Username=username)
            enabled = False
        users.append(
            {
                "username": username,
                "sub": given["sub"],
                "status": status,
                "enabled": enabled,
                "attributes": attributes,
            }
        )
    return users


def put_groups(cognito, pool_id, users):
    groups = []
    for number, name in enumerate(["admins", "readers", "night owls", "Zoë’s group", "empty"]):
        # moto answers an empty text for a group without a description, and so does the table.
        group = {"name": name, "description": "", "precedence": None, "role_arn": None}
        asked = {}
        if number % 2 == 0:
            group["description"] = asked["Description"] = f"Group {number}: {HOSTILE[number]}"
            group["precedence"] = asked["Precedence"] = number * 10
        if number == 0:
            group["role_arn"] = asked["RoleArn"] = "arn:aws:iam::123456789012:role/admins"
        cognito.create_group(UserPoolId=pool_id, GroupName=name, **asked)
        group["members"] = []
        if name != "empty":
            for user in users[number :: 7 + number]:
                cognito.admin_add_user_to_group(
                    UserPoolId=pool_id, Username=user["username"], GroupName=name
                )
                group["members"].append(user["sub"])
        groups.append(group)
    return groups


def put_clients(cognito, pool_id):
    clients = []
    for number, name in enumerate(["web", "mobile app", "backend"]):
        made = cognito.create_user_pool_client(
            UserPoolId=pool_id,
            ClientName=name,
            GenerateSecret=number == 2,
            CallbackURLs=[f"https://example.com/{number}/callback"],
            LogoutURLs=[f"https://example.com/{number}/out"],
            AllowedOAuthFlows=["code"],
            AllowedOAuthScopes=["openid", "email"],
        )["UserPoolClient"]
        clients.append(
            {
                "client_id": made["ClientId"],
                "client_name": name,
                "has_secret": number == 2,
                "secret": made.get("ClientSecret"),
                "callback_urls": made["CallbackURLs"],
                "logout_urls": made["LogoutURLs"],
                "oauth_flows": made["AllowedOAuthFlows"],
                "oauth_scopes": made["AllowedOAuthScopes"],
            }
        )
    return clients


TRIGGERS = {
    "PreSignUp": "arn:aws:lambda:eu-west-1:123456789012:function:pre-sign-up",
    "PostConfirmation": "arn:aws:lambda:eu-west-1:123456789012:function:welcome",
}
TAGS = {"team": "identity", "note": "naïve ☕ \"quoted\"", "empty": ""}


def put_settings(cognito, pool_id):
    """What surrounds the people: second factors, providers, APIs, an address."""
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool_id,
        SmsMfaConfiguration={
            "SmsAuthenticationMessage": "Your code: {####}",
            "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"},
        },
        SoftwareTokenMfaConfiguration={"Enabled": True},
        MfaConfiguration="OPTIONAL",
    )
    providers = {
        "Google": {"client_id": "google-client", "client_secret": "canary-google-secret", "authorize_scopes": "email"},
        "Staff": {"MetadataURL": "https://idp.example.com/metadata"},
    }
    for name, details in providers.items():
        cognito.create_identity_provider(
            UserPoolId=pool_id,
            ProviderName=name,
            ProviderType="SAML" if name == "Staff" else name,
            ProviderDetails=details,
            AttributeMapping={"email": "mail"},
        )
    servers = [
        {"Identifier": "https://api.example.com", "Name": "Orders", "Scopes": [
            {"ScopeName": "read", "ScopeDescription": "Read orders"},
            {"ScopeName": "write", "ScopeDescription": HOSTILE[4]},
        ]},
        {"Identifier": "stock", "Name": "=1+1", "Scopes": []},
    ]
    for server in servers:
        cognito.create_resource_server(UserPoolId=pool_id, **server)
    cognito.create_user_pool_domain(UserPoolId=pool_id, Domain="moto-people")
    return {"providers": providers, "servers": servers, "domain": "moto-people"}


def put_identities(client):
    made = client.create_identity_pool(
        IdentityPoolName="Moto identities",
        AllowUnauthenticatedIdentities=True,
        SupportedLoginProviders={"accounts.google.com": "google-app"},
        DeveloperProviderName="login.example.app",
        OpenIdConnectProviderARNs=["arn:aws:iam::123456789012:oidc-provider/oidc.example.com"],
        CognitoIdentityProviders=[
            {
                "ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC",
                "ClientId": "a-client",
                "ServerSideTokenCheck": True,
            }
        ],
        SamlProviderARNs=["arn:aws:iam::123456789012:saml-provider/staff"],
        IdentityPoolTags=TAGS,
    )
    pool_id = made["IdentityPoolId"]
    # moto answers them all in one page.
    identities = [client.get_id(IdentityPoolId=pool_id)["IdentityId"] for _ in range(50)]
    return {"id": pool_id, "pool": {key: made[key] for key in made if key != "ResponseMetadata"}, "identities": identities}


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    def client(service):
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=endpoint,
            aws_access_key_id="AKIAMADEUPFORMOTO001",
            aws_secret_access_key="made-up-for-moto",
            config=Config(proxies={}),
        )

    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(
        PoolName="Moto’s people", Schema=SCHEMA, LambdaConfig=TRIGGERS, UserPoolTags=TAGS
    )["UserPool"]
    pool_id = pool["Id"]
    users = put_users(cognito, pool_id)
    put = {
        "pool": {"id": pool_id, "name": "Moto’s people"},
        "schema": SCHEMA,
        "users": users,
        "groups": put_groups(cognito, pool_id, users),
        "clients": put_clients(cognito, pool_id),
        "settings": put_settings(cognito, pool_id),
        "triggers": TRIGGERS,
        "tags": TAGS,
        "identities": put_identities(client("cognito-identity")),
    }
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(put, file)
    told = {
        "endpoint": endpoint,
        "pool_id": pool_id,
        "identity_pool_id": put["identities"]["id"],
        "region": REGION,
    }
    print(json.dumps(told), flush=True)
    sys.stdin.read()
    # At once: the server's threads would keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()
