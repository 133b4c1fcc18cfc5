package sqlstore

import (
	"context"
	"strconv"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/attempt"
)

// DueTenants implements [storage.DueLister]. It is the one statement that crosses tenants, and it only reads.
func (c *DB) DueTenants(ctx context.Context, schema *storage.Schema, index string, until storage.Value, after string, limit int) ([]string, error) {
	s := &store{db: c, fault: attempt.Tenant(after), run: c.pool}
	if err := s.enter(ctx, "due", nil); err != nil {
		return nil, err
	}
	t, err := s.table("due", schema)
	if err != nil {
		return nil, err
	}
	b, err := schema.Bound(storage.Query{Index: index, Before: until, Limit: limit})
	if err != nil {
		return nil, err
	}
	if until.IsNull() {
		return nil, &storage.Error{Kind: storage.ErrQuery, Op: "due", Collection: schema.Name, Index: index, Detail: "until is missing"}
	}
	rows, err := s.run.Query(ctx, t.due(b.Index, b.Limit), []any{after, c.dialect.Arg(until)})
	if err != nil {
		return nil, s.wrap(ctx, "due", schema, err)
	}
	defer rows.Close()
	var tenants []string
	for rows.Next() {
		var tenant string
		if err := rows.Scan(&tenant); err != nil {
			return nil, s.unread(ctx, t, err)
		}
		if tenant <= after {
			return nil, &storage.Error{Op: "due", Collection: schema.Name, Index: index, Detail: "the engine lists tenants out of order"}
		}
		after, tenants = tenant, append(tenants, tenant)
	}
	return tenants, s.wrap(ctx, "due", schema, rows.Err())
}

// dueShape is what distinguishes the statements that look for due tenants.
type dueShape struct {
	index *storage.IndexSpec
	limit int
}

// due steps from tenant to tenant with one seek each, and seeks in each whether something is due; "select distinct" would read every
// record, and an "exists" may be turned into a join, which reads them too and in no order. Arguments: after, until.
func (t *table) due(ix *storage.IndexSpec, limit int) *Statement {
	return variant(t, t.dues, dueShape{ix, limit}, func() string {
		inIndex := ""
		for _, f := range ix.Fields {
			if t.schema.Fields[f].Nullable {
				inIndex += ` and ` + t.columns[f] + ` is not null`
			}
		}
		next := func(behind string) string {
			return `select "tenant" from ` + t.name + ` where "tenant" > ` + behind + inIndex + ` order by "tenant" limit 1`
		}
		return `with recursive step ("at") as (select * from (` + next(t.dialect.Placeholder(1)) + `) first` +
			` union all select (` + next(`step."at"`) + `) from step where step."at" is not null)` +
			` select "at" from step where "at" is not null and (select 1 from ` + t.name +
			` where "tenant" = step."at"` + inIndex + ` and ` + t.columns[ix.Fields[0]] + ` <= ` + t.dialect.Placeholder(2) + ` limit 1) is not null` +
			` limit ` + strconv.Itoa(limit)
	})
}
