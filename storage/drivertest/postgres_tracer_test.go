package drivertest

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// watch sees every statement that any test of this package sends to PostgreSQL, through either driver. One that does not keep to a tenant fails the
// whole run, whichever test sent it.
var watch watcher

type watcher struct {
	mu   sync.Mutex
	seen int // of our tables
	bad  map[string]bool
}

func (w *watcher) see(text string) {
	if !ours.MatchString(text) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen++
	if fault := faultOf(text); fault != "" {
		if w.bad == nil {
			w.bad = map[string]bool{}
		}
		w.bad[fault+": "+text] = true
	}
}

func (w *watcher) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	w.see(d.SQL)
	return ctx
}
func (w *watcher) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (w *watcher) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (w *watcher) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	w.see(d.SQL)
}
func (w *watcher) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

var (
	ours      = regexp.MustCompile(`"[^"]+"\."[a-z0-9_]+"`) // as the adapters write their tables, and no test does
	tenantIs  = regexp.MustCompile(`(?:where|and) (?:t\.)?"tenant" = \$\d`)
	tenantIn  = regexp.MustCompile(`^insert into "[^"]+"\."[a-z0-9_]+" \("tenant", `)
	unscoped  = regexp.MustCompile(`(?:^|[^."])"?(?:chamsoc|crm)_[a-z_]+"`) // a name without its schema
	indexName = regexp.MustCompile(`index if not exists "[a-z0-9_]+"`)
)

// allowed are the statements that go over all tenants: the list of those with something due, Apply's own, and the fill of a new column.
var allowed = []string{"with recursive step ", "create table if not exists ", "create index if not exists ", "create unique index if not exists ", "alter table ",
	`select "tenant", "id", "version", "body" from `}

// faultOf says what is wrong with a statement on one of our tables, "" if it keeps to one tenant and names the table with its schema.
func faultOf(text string) string {
	text = strings.TrimPrefix(text, "explain ")
	switch {
	case strings.Contains(text, "search_path"):
		return "search_path is used"
	case unscoped.MatchString(indexName.ReplaceAllString(text, "")):
		return "a table is named without its schema"
	}
	for _, prefix := range allowed {
		if strings.HasPrefix(text, prefix) {
			return ""
		}
	}
	if tenantIs.MatchString(text) || tenantIn.MatchString(text) {
		return ""
	}
	return "no tenant is named"
}

func TestTheTracerTellsWhatKeepsToATenant(t *testing.T) {
	for text, fault := range map[string]string{
		`select "version", "body" from "s"."chamsoc_task" where "tenant" = $1 and "id" = $2`:                           "",
		`select "version", "body" from "s"."chamsoc_task" where "id" = $1`:                                             "no tenant is named",
		`select "tenant" from "s"."chamsoc_task" where "id" = $1 and "tenant" <> $2`:                                   "no tenant is named",
		`update "s"."chamsoc_task" t set "version" = 2 from unnest($2::uuid[]) u (c1) where t."tenant" = $1`:           "",
		`update "s"."chamsoc_task" set "version" = 2`:                                                                  "no tenant is named",
		`insert into "s"."chamsoc_task" ("tenant", "id") values ($1, $2)`:                                              "",
		`insert into "s"."chamsoc_task" ("id") values ($1)`:                                                            "no tenant is named",
		`select 1 from "s"."chamsoc_task" a, "chamsoc_task" b where "tenant" = $1`:                                     "a table is named without its schema",
		`create unique index if not exists "chamsoc_task__by_code" on "s"."chamsoc_task" ("tenant", "code")`:           "",
		`select "version" from "s"."chamsoc_task" where "tenant" = $1 and set_config('search_path', 's', false) <> ''`: "search_path is used",
	} {
		require.Regexp(t, ours, text)
		require.Equal(t, fault, faultOf(text), text)
	}
}
