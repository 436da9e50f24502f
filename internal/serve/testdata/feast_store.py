"""Fills an online store of Feast's own, for `make load` to ask beside a featc server.

Usage: feast_store.py FOLDER VALUES.jsonl

VALUES has an object per user: user, and the features of view v, which Feast has as
float64. The store is SQLite, Feast's default.
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource
from feast.types import Float64
from feast.value_type import ValueType


def main(folder: str, values: str) -> None:
    repo = Path(folder)
    (repo / "feature_store.yaml").write_text(
        f"project: load\nprovider: local\nregistry: {repo}/registry.db\n"
        f"online_store:\n  type: sqlite\n  path: {repo}/online.db\noffline_store:\n  type: file\n"
        "entity_key_serialization_version: 3\n"
    )
    rows = pd.DataFrame([json.loads(line) for line in Path(values).read_text().splitlines()])
    names = [c for c in rows.columns if c != "user"]
    rows[names] = rows[names].astype("float64")
    rows["event_timestamp"] = datetime.now(timezone.utc)
    rows.to_parquet(repo / "values.parquet")
    user = Entity(name="user", join_keys=["user"], value_type=ValueType.INT64)
    view = FeatureView(
        name="v", entities=[user], schema=[Field(name=n, dtype=Float64) for n in names], ttl=timedelta(days=1),
        source=FileSource(path=str(repo / "values.parquet"), timestamp_field="event_timestamp"),
    )
    store = FeatureStore(repo_path=str(repo))
    store.apply([user, view, FeatureService(name="s", features=[view])])
    store.write_to_online_store("v", rows)
    print(f"{len(rows)} users, {len(names)} features")


if __name__ == "__main__":
    main(*sys.argv[1:])
