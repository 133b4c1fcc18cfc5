// Package pgdialect is what PostgreSQL does differently from other engines, for the adapters of all its drivers.
package pgdialect

import (
	"errors"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/sqlstore"
)

// New returns the dialect, which an adapter may fit to its driver.
func New() *sqlstore.Dialect {
	return &sqlstore.Dialect{
		Placeholder: func(n int) string { return "$" + strconv.Itoa(n) },
		Types: map[storage.Kind]string{
			storage.KindText: `text collate "C"`, storage.KindDate: "date", storage.KindUUID: "uuid",
			storage.KindInt: "bigint", storage.KindBool: "boolean", storage.KindTime: "timestamptz",
		},
		Zero: map[storage.Kind]string{
			storage.KindText: "''", storage.KindDate: "'0001-01-01'", storage.KindUUID: "'00000000-0000-0000-0000-000000000000'",
			storage.KindInt: "0", storage.KindBool: "false", storage.KindTime: "'1970-01-01 00:00:00Z'",
		},
		BodyType:   "json", // and not jsonb, which gives back another text than it was given
		Update:     "update",
		ApplyLock:  applyLock,
		LimitArg:   true, // of a literal one above what a tenant has on average, the plan for any arguments would read and sort all that a great tenant has
		Arrays:     true,
		SkipLocked: true,
		Arg:        arg,
		Fault:      fault,
		Unsure:     unsure,
		Catalog:    catalog,
	}
}

// The times that a timestamptz holds, with some distance. What is beyond them can only be the bound of a query, because no JSON form of a time is.
var (
	firstTime = time.Date(-4000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	lastTime  = time.Date(200_000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
)

// arg uses only types that every driver sends without being told the parameter's type.
func arg(v storage.Value) any {
	switch v.Kind() {
	case storage.KindText:
		return v.Text()
	case storage.KindInt:
		return v.Int()
	case storage.KindBool:
		return v.Bool()
	case storage.KindUUID:
		return v.UUID().String()
	case storage.KindDate:
		if date, ok := strings.CutPrefix(v.Text(), "0000"); ok { // a year that PostgreSQL counts from the other side
			return "0001" + date + " BC"
		}
		return v.Text()
	case storage.KindTime:
		switch {
		case v.Int() < firstTime:
			return "-infinity"
		case v.Int() > lastTime:
			return "infinity"
		}
		return v.Time()
	}
	return nil
}

// state is the SQLSTATE of the server's error, "" if it is not the server's. Drivers show it without being imported.
func state(err error) string {
	var coded interface{ SQLState() string }
	if errors.As(err, &coded) {
		return coded.SQLState()
	}
	return ""
}

func fault(err error) sqlstore.Fault {
	code := state(err)
	switch {
	case code == "":
		return 0
	case code == "25P02", strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57P"):
		return sqlstore.FaultLost | sqlstore.FaultAborted
	case code == "40001", code == "40P01":
		return sqlstore.FaultAgain | sqlstore.FaultAborted
	case code == "23505":
		return sqlstore.FaultTaken | sqlstore.FaultAborted
	}
	return sqlstore.FaultAborted
}

// unsure: only a server that refuses the commit is sure that it did not take place; one that is stopped may have committed already.
func unsure(err error) bool {
	code := state(err)
	return code == "" || code == "40003" || strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P")
}

// applyLock is held by the transaction and not by the session, so that a pooler may lend the connection to others afterwards.
func applyLock(c sqlstore.Config) string {
	h := fnv.New64a()
	h.Write([]byte("chamsoc apply\x00" + c.Schema + "\x00" + c.Prefix))
	return "select pg_advisory_xact_lock(" + strconv.FormatInt(int64(h.Sum64()), 10) + ")"
}
