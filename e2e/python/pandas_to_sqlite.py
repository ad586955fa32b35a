"""Lists a user pool by boto3's paginator into a pandas DataFrame, and writes that into SQLite: how an analyst does it."""

import sqlite3
import sys

import boto3
import pandas


def row(user):
    values = {each["Name"]: each.get("Value") for each in user.get("Attributes", [])}
    values["username"] = user["Username"]
    values["status"] = user["UserStatus"]
    values["enabled"] = user["Enabled"]
    values["created"] = user["UserCreateDate"].isoformat()
    values["modified"] = user["UserLastModifiedDate"].isoformat()
    return values


def main():
    endpoint, region, pool_id, file = sys.argv[1:]
    cognito = boto3.client("cognito-idp", region_name=region, endpoint_url=endpoint)
    pages = cognito.get_paginator("list_users").paginate(UserPoolId=pool_id, Limit=60)
    table = pandas.DataFrame([row(user) for page in pages for user in page["Users"]])
    database = sqlite3.connect(file)
    if len(table.columns):
        table.to_sql("users", database, index=False, if_exists="replace")
    database.close()
    print(f"users: {len(table)}", file=sys.stderr)


if __name__ == "__main__":
    main()
