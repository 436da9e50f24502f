"""The work of the benchmark in Polars. Reads payments.parquet and labels.parquet of a
folder into memory, computes, writes out.parquet, and prints the seconds that the
computing took."""
import json, resource, sys, time
import polars as pl

how, folder = sys.argv[1:]
events = pl.read_parquet(folder + "/payments.parquet")
labels = pl.read_parquet(folder + "/labels.parquet")
AGES = ["1h", "1d", "7d"]


def rolling():
    both = pl.concat([
        events.select("user_id", "at", "cents", pl.lit(None, pl.Int64).alias("label_row")),
        labels.select("user_id", "at", pl.lit(None, pl.Int64).alias("cents"), "label_row"),
    ]).sort("user_id", "at")
    known = pl.col("cents").is_not_null().cast(pl.Int64)
    return (
        both.lazy()
        .with_columns(
            [known.rolling_sum_by("at", a).over("user_id").alias("n_" + a) for a in AGES]
            + [pl.col("cents").fill_null(0).rolling_sum_by("at", a).over("user_id").alias("s_" + a) for a in AGES]
        )
        .filter(pl.col("label_row").is_not_null())
        .collect()
    )


def asof():
    running = events.sort("user_id", "at").with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("user_id").alias("n"),
        pl.col("cents").cum_sum().over("user_id").alias("s"),
    ).select("user_id", "at", "n", "s").sort("at")
    out = labels.sort("at")
    for a in ["now"] + AGES:
        back = pl.col("at") if a == "now" else pl.col("at").dt.offset_by("-" + a)
        probe = out.select("label_row", "user_id", back.alias("probe"))
        found = probe.join_asof(running, left_on="probe", right_on="at", by="user_id", check_sortedness=False)
        out = out.with_columns(found["n"].fill_null(0).alias("n " + a), found["s"].fill_null(0).alias("s " + a))
    return out.with_columns(
        [(pl.col(c + " now") - pl.col(c + " " + a)).alias(c + "_" + a) for a in AGES for c in ["n", "s"]]
    )


def cpu():
    u = resource.getrusage(resource.RUSAGE_SELF)
    return u.ru_utime + u.ru_stime


start, before = time.perf_counter(), cpu()
out = {"rolling": rolling, "asof": asof}[how]()
took = {"wall": time.perf_counter() - start, "cpu": cpu() - before}
out.select(
    ["user_id", "at"]
    + ["n_" + a for a in AGES]
    + [pl.when(pl.col("n_" + a) > 0).then(pl.col("s_" + a)).alias("s_" + a) for a in AGES]
).write_parquet(folder + "/out.parquet")
print(json.dumps(took))
