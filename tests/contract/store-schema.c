/* The small schema that the driver's own tests run on: things of every type, a counter, records that are kept. */
#include "store-schema.h"

#define THINGS_SQLITE                                                                                              \
        "CREATE TABLE things (id blob NOT NULL PRIMARY KEY, name text UNIQUE, amount bigint CHECK (amount <> 13)," \
        " at bigint, sealed blob, parent blob REFERENCES things (id));"                                            \
        "CREATE TABLE counters (name text NOT NULL PRIMARY KEY, value bigint NOT NULL);"                           \
        "INSERT INTO counters (name, value) VALUES ('writes', 0);"

#define THINGS_POSTGRES                                                                                            \
        "CREATE TABLE things (id uuid NOT NULL PRIMARY KEY, name text UNIQUE, amount bigint CHECK (amount <> 13)," \
        " at bigint, sealed bytea, parent uuid REFERENCES things (id));"                                           \
        "CREATE TABLE counters (name text NOT NULL PRIMARY KEY, value bigint NOT NULL);"                           \
        "INSERT INTO counters (name, value) VALUES ('writes', 0);"

#define RECORDS "CREATE TABLE records (id bigint NOT NULL PRIMARY KEY, words text NOT NULL, ended_at bigint);"

#define RECORDS_SQLITE                                                                                         \
        RECORDS "CREATE TRIGGER records_end_once BEFORE UPDATE ON records WHEN OLD.ended_at IS NOT NULL"       \
                " BEGIN SELECT RAISE(ABORT, 'record-kept'); END;"                                              \
                "CREATE TRIGGER records_refuse_everybody BEFORE INSERT ON records WHEN NEW.words = 'rollback'" \
                " BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END;"

#define RECORDS_POSTGRES                                                                \
        RECORDS "CREATE FUNCTION record_kept() RETURNS trigger LANGUAGE plpgsql AS"     \
                " $$ BEGIN RAISE EXCEPTION 'record-kept'; END $$;"                      \
                "CREATE TRIGGER records_end_once BEFORE UPDATE ON records FOR EACH ROW" \
                " WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION record_kept();"

static const Migration both[] = {
        { "001-things", THINGS_SQLITE, THINGS_POSTGRES },
        { "002-records", RECORDS_SQLITE, RECORDS_POSTGRES },
        { NULL, NULL, NULL },
};

static const Migration first[] = {
        { "001-things", THINGS_SQLITE, THINGS_POSTGRES },
        { NULL, NULL, NULL },
};

static const KeptTable kept[] = { { "records", { "ended_at" } }, { NULL, { NULL } } };
static const KeptTable none[] = { { NULL, { NULL } } };

const StoreSchema store_test_schema = { .migrations = both, .kept = kept };
const StoreSchema store_test_schema_first = { .migrations = first, .kept = none };
