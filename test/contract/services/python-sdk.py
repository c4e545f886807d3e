"""The services by boto3, as another SDK speaks to them. Prints what it saw as JSON."""

import hashlib
import io
import json
import os
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

BUCKET, TABLE = os.environ["BUCKET"], os.environ["TABLE"]
s3, dynamodb, awslambda, athena, glue = (
    boto3.client(name) for name in ("s3", "dynamodb", "lambda", "athena", "glue")
)


def code_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def objects():
    big = os.urandom(12 * 1024 * 1024)
    s3.upload_fileobj(io.BytesIO(big), BUCKET, "python/big")  # in parts
    s3.put_object(Bucket=BUCKET, Key="python/naïve ☃.txt", Body=b"snow", Metadata={"by": "boto3"})
    read = s3.get_object(Bucket=BUCKET, Key="python/naïve ☃.txt")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "python/big"})
    with urllib.request.urlopen(url) as answer:
        same = hashlib.sha256(answer.read()).digest() == hashlib.sha256(big).digest()
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, Prefix="python/", PaginationConfig={"PageSize": 1}
    )
    return {
        "body": read["Body"].read().decode(),
        "metadata": read["Metadata"],
        "presigned": same,
        "range": s3.get_object(Bucket=BUCKET, Key="python/naïve ☃.txt", Range="bytes=1-2")["Body"]
        .read()
        .decode(),
        "keys": [item["Key"] for page in pages for item in page["Contents"]],
        "missing": code_of(s3.get_object, Bucket=BUCKET, Key="python/none"),
        "once": code_of(
            s3.put_object, Bucket=BUCKET, Key="python/big", Body=b"", IfNoneMatch="*"
        ),
        "deleted": len(
            s3.delete_objects(
                Bucket=BUCKET,
                Delete={"Objects": [{"Key": "python/big"}, {"Key": "python/naïve ☃.txt"}]},
            )["Deleted"]
        ),
    }


def items():
    table = boto3.resource("dynamodb").Table(TABLE)
    table.put_item(Item={"id": "python", "n": 1, "list": ["a", True, None]})
    counted = table.update_item(
        Key={"id": "python"},
        UpdateExpression="ADD n :one",
        ExpressionAttributeValues={":one": 1},
        ReturnValues="UPDATED_NEW",
    )
    return {
        "n": int(counted["Attributes"]["n"]),
        "list": table.get_item(Key={"id": "python"})["Item"]["list"],
        "refused": code_of(
            table.put_item, Item={"id": "python"}, ConditionExpression="attribute_not_exists(id)"
        ),
        "unknown": code_of(dynamodb.list_backups),
    }


def functions():
    answer = awslambda.invoke(FunctionName="note", Payload=json.dumps({"by": "boto3"}))
    queued = awslambda.invoke(FunctionName="note", InvocationType="Event", Payload=b"{}")
    return {
        "status": answer["StatusCode"],
        "payload": json.load(answer["Payload"]),
        "queued": queued["StatusCode"],
    }


def queries():
    place = {"OutputLocation": f"s3://{BUCKET}/python-results/"}
    query = athena.start_query_execution(
        QueryString="SELECT ? AS answer",
        ExecutionParameters=["'snow'"],
        ResultConfiguration=place,
    )["QueryExecutionId"]
    while True:
        status = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
        if status["State"] not in ("QUEUED", "RUNNING"):
            break
        time.sleep(0.05)
    rows = athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"]
    return {
        "state": status["State"],
        "rows": [[cell["VarCharValue"] for cell in row["Data"]] for row in rows],
        "refused": code_of(
            athena.start_query_execution, QueryString="SELEC", ResultConfiguration=place
        ),
        "database": glue.get_database(Name=os.environ["DATABASE"])["Database"]["Name"],
        "missing": code_of(glue.get_table, DatabaseName=os.environ["DATABASE"], Name="none"),
    }


print(json.dumps({"queries": queries(), "objects": objects(), "items": items(), "functions": functions()}))
