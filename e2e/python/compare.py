"""Compares every value of a database with what was put into the pool, by Python's own sqlite3: a
tool that is not ours. Prints how many values were compared; else each difference, and fails.
"""

import json
import sqlite3
import sys
from datetime import datetime

MOST_SHOWN = 30


class Comparison:
    def __init__(self):
        self.compared = 0
        self.differences = []

    def same(self, what, put, found):
        self.compared += 1
        # 1 and 1.0 and True are the same to Python, and not to us.
        if put != found or type(put) is not type(found):
            self.differences.append(f"{what}: put in {put!r}, found {found!r}")

    def end(self):
        if not self.differences:
            print(self.compared)
            return 0
        for difference in self.differences[:MOST_SHOWN]:
            print(difference)
        if len(self.differences) > MOST_SHOWN:
            print(f"… and {len(self.differences) - MOST_SHOWN} more")
        return 1


def rows(database, table, key):
    found = [dict(row) for row in database.execute(f'SELECT * FROM "{table}"')]
    by_key = {tuple(row[name] for name in key): row for row in found}
    if len(by_key) != len(found):
        raise SystemExit(f"{table}: {len(found)} rows, of which only {len(by_key)} are distinct")
    return by_key


def column(attribute):
    return attribute.replace(":", "_")


def typed(kind, text):
    if kind == "Number":
        return int(text)
    if kind == "Boolean":
        return 1 if text == "true" else 0
    return text


def is_moment(text):
    return isinstance(text, str) and text.endswith("Z") and datetime.fromisoformat(text) is not None


def users(put, database, check):
    kinds = {f"custom:{each['Name']}": each["AttributeDataType"] for each in put["schema"]}
    found = rows(database, "users", ["sub"])
    check.same("number of users", len(put["users"]), len(found))
    every = {name for user in put["users"] for name in user["attributes"]}
    for user in put["users"]:
        row = found.get((user["sub"],), {})
        who = user["username"]
        check.same(f"{who} pool_id", put["pool"]["id"], row.get("pool_id"))
        check.same(f"{who} username", user["username"], row.get("username"))
        check.same(f"{who} status", user["status"], row.get("status"))
        check.same(f"{who} enabled", int(user["enabled"]), row.get("enabled"))
        for moment in ["created_at", "updated_at"]:
            check.same(f"{who} {moment} is a moment", True, is_moment(row.get(moment)))
        for name in every:
            text = user["attributes"].get(name)
            value = None if text is None else typed(kinds.get(name), text)
            check.same(f"{who} {name}", value, row.get(column(name)))


def user_attributes(put, database, check):
    found = {key: row["value"] for key, row in rows(database, "user_attributes", ["sub", "name"]).items()}
    expected = {}
    for user in put["users"]:
        expected[(user["sub"], "sub")] = user["sub"]
        for name, value in user["attributes"].items():
            expected[(user["sub"], name)] = value
    check.same("the attributes' keys", sorted(expected), sorted(found))
    for key, value in expected.items():
        check.same(f"attribute {key}", value, found.get(key))


def groups(put, database, check):
    found = rows(database, "groups", ["group_name"])
    check.same("groups", sorted((group["name"],) for group in put["groups"]), sorted(found))
    for group in put["groups"]:
        row = found.get((group["name"],), {})
        for name in ["description", "precedence", "role_arn"]:
            check.same(f"group {group['name']} {name}", group[name], row.get(name))
    members = rows(database, "group_members", ["group_name", "sub"])
    expected = sorted((group["name"], sub) for group in put["groups"] for sub in group["members"])
    check.same("group members", expected, sorted(members))
    names = {user["sub"]: user["username"] for user in put["users"]}
    for (group, sub), row in members.items():
        check.same(f"member {sub} of {group}", names.get(sub), row["username"])


def clients(put, database, check):
    found = rows(database, "app_clients", ["client_id"])
    check.same("clients", sorted((client["client_id"],) for client in put["clients"]), sorted(found))
    for client in put["clients"]:
        row = found.get((client["client_id"],), {})
        what = f"client {client['client_name']}"
        check.same(f"{what} name", client["client_name"], row.get("client_name"))
        check.same(f"{what} has_secret", int(client["has_secret"]), row.get("has_secret"))
        for name in ["callback_urls", "logout_urls", "oauth_flows", "oauth_scopes"]:
            check.same(f"{what} {name}", client[name], json.loads(row.get(name) or "null"))


def pool(put, database, check):
    row = rows(database, "user_pool", ["pool_id"]).get((put["pool"]["id"],), {})
    check.same("the pool's name", put["pool"]["name"], row.get("name"))
    schema = rows(database, "schema_attributes", ["name"])
    for attribute in put["schema"]:
        name = f"custom:{attribute['Name']}"
        row = schema.get((name,), {})
        check.same(f"{name} type", attribute["AttributeDataType"], row.get("type"))
        check.same(f"{name} mutable", int(attribute["Mutable"]), row.get("mutable"))


def has(database, table):
    return database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone() is not None


def settings(put, database, check):
    """What surrounds the people; the window's import takes none of it."""
    if not has(database, "mfa_settings"):
        return
    pool_id, made = put["pool"]["id"], put["settings"]
    mfa = rows(database, "mfa_settings", ["pool_id"]).get((pool_id,), {})
    check.same("second factors", "OPTIONAL", mfa.get("mfa"))
    check.same("authenticator apps", 1, mfa.get("authenticator_apps"))
    check.same("text messages", 1, mfa.get("text_messages"))
    check.same("the text message", "Your code: {####}", mfa.get("sms_message"))
    triggers = rows(database, "lambda_triggers", ["trigger"])
    check.same(
        "triggers", sorted(put["triggers"].items()), sorted((row["trigger"], row["function_arn"]) for row in triggers.values())
    )
    tags = rows(database, "tags", ["tag"])
    check.same("tags", sorted(put["tags"].items()), sorted((row["tag"], row["value"]) for row in tags.values()))
    providers = rows(database, "identity_providers", ["provider_name"])
    check.same("providers", sorted((name,) for name in made["providers"]), sorted(providers))
    for name, details in made["providers"].items():
        row = providers.get((name,), {})
        kept = {key: value for key, value in details.items() if key != "client_secret"}
        check.same(f"details of {name}", kept, json.loads(row.get("details") or "null"))
        check.same(f"mapping of {name}", {"email": "mail"}, json.loads(row.get("attribute_mapping") or "null"))
    servers = rows(database, "resource_servers", ["identifier"])
    scopes = rows(database, "resource_server_scopes", ["identifier", "scope"])
    for server in made["servers"]:
        row = servers.get((server["Identifier"],), {})
        check.same(f"server {server['Name']}", server["Name"], row.get("name"))
        check.same(f"scopes of {server['Name']}", len(server["Scopes"]), row.get("scopes"))
        for scope in server["Scopes"]:
            row = scopes.get((server["Identifier"], scope["ScopeName"]), {})
            check.same(f"scope {scope['ScopeName']}", scope["ScopeDescription"], row.get("description"))
    check.same("number of scopes", sum(len(server["Scopes"]) for server in made["servers"]), len(scopes))
    domains = rows(database, "domains", ["domain"])
    check.same("domains", [(made["domain"],)], sorted(domains))
    check.same("the domain's state", "ACTIVE", domains.get((made["domain"],), {}).get("status"))


def identities(put, database, check):
    made = put["identities"]
    pool = made["pool"]
    found = rows(database, "identities", ["identity_id"])
    check.same("identities", sorted((each,) for each in made["identities"]), sorted(found))
    check.same("logins", 0, len(rows(database, "identity_logins", ["identity_id", "provider"])))
    row = rows(database, "identity_pool", ["pool_id"]).get((made["id"],), {})
    check.same("the pool's name", pool["IdentityPoolName"], row.get("name"))
    check.same("guests", 1, row.get("guests_allowed"))
    check.same("the developer's provider", pool["DeveloperProviderName"], row.get("developer_provider"))
    check.same("the pool's tags", put["tags"], json.loads(row.get("tags") or "null"))
    expected = [
        *pool["SupportedLoginProviders"],
        *pool["OpenIdConnectProviderARNs"],
        *pool["SamlProviderARNs"],
        pool["DeveloperProviderName"],
        *(f"{each['ProviderName']}:{each['ClientId']}" for each in pool["CognitoIdentityProviders"]),
    ]
    providers = rows(database, "identity_providers", ["provider"])
    check.same("providers", sorted((each,) for each in expected), sorted(providers))


def no_secret(put, path, check):
    with open(path, "rb") as file:
        whole = file.read()
    for client in put["clients"]:
        if client["secret"]:
            check.same("a client's secret in the file", False, client["secret"].encode() in whole)
    check.same("a provider's secret in the file", False, b"canary-google-secret" in whole)


def main():
    """Takes what was put in, the database, and which pool it is of: `users` or `identities`."""
    with open(sys.argv[1], encoding="utf-8") as file:
        put = json.load(file)
    check = Comparison()
    database = sqlite3.connect(f"file:{sys.argv[2]}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    of_users = [users, user_attributes, groups, clients, pool, settings]
    for part in of_users if sys.argv[3] == "users" else [identities]:
        part(put, database, check)
    no_secret(put, sys.argv[2], check)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
