package sqlstore

import (
	"context"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/attempt"
)

// DB keeps the declared collections in the host's database. It opens and closes nothing.
type DB struct {
	Config
	dialect *Dialect
	tables  map[*storage.Schema]*table
	pool    Pool

	mu       sync.Mutex
	commands map[string]*Statement
}

// command is a statement without a table, such as a savepoint's.
func (c *DB) command(text string) *Statement {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.commands[text]
	if s == nil {
		s = &Statement{Text: text}
		c.commands[text] = s
	}
	return s
}

// New checks the declarations. It does not touch the database.
func New(pool Pool, d *Dialect, config Config) (*DB, error) {
	if err := storage.CheckSchemas(config.Schemas); err != nil {
		return nil, err
	}
	if why := config.fault(); why != "" {
		return nil, &storage.Error{Kind: storage.ErrSchema, Op: "declare", Detail: why}
	}
	c := &DB{Config: config, dialect: d, tables: map[*storage.Schema]*table{}, pool: pool, commands: map[string]*Statement{}}
	for _, s := range config.Schemas {
		c.tables[s] = newTable(d, config.table(s), s)
	}
	return c, nil
}

func (c Config) fault() string {
	if strings.Trim(c.Prefix, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || len(c.Prefix) > 13 {
		return "the table prefix is not lower_snake_case of at most 13 characters"
	}
	if len(c.Schema) > 63 || strings.ContainsAny(c.Schema, "\x00\"") || !utf8.ValidString(c.Schema) {
		return "the schema's name is longer than 63 bytes, or holds a quotation mark or what is no text"
	}
	return ""
}

// table is the name of a collection's table, quoted, and qualified where there is a schema.
func (c Config) table(s *storage.Schema) string {
	if c.Schema == "" {
		return quote(c.Prefix + s.Name)
	}
	return quote(c.Schema) + "." + quote(c.Prefix+s.Name)
}

// ForTenant is the store of one tenant, on the host's pool.
func (c *DB) ForTenant(id string) storage.Store {
	return &store{db: c, tenant: id, fault: attempt.Tenant(id), run: c.pool}
}

// WithTx is every tenant's store on the host's transaction, in which run runs.
func (c *DB) WithTx(tx any, run Runner) storage.Tenants {
	b := &bound{db: c, run: run, identity: tx}
	if !reflect.TypeOf(tx).Comparable() {
		b.identity = b
	}
	return b
}

// bound is a host's transaction. Its identity tells it from any other.
type bound struct {
	db       *DB
	run      Runner
	identity any
}

func (b *bound) ForTenant(id string) storage.Store {
	return &hostStore{tx: &tx{
		store:    store{db: b.db, tenant: id, fault: attempt.Tenant(id), run: b.run},
		identity: b.identity, host: true, locked: true,
	}}
}

// store reads on the pool, each call for itself.
type store struct {
	db     *DB
	tenant string
	fault  error
	run    Runner
}

func (s *store) enter(ctx context.Context, op string, within any) error {
	if s.fault != nil {
		return s.fault
	}
	if err := attempt.Refuse(ctx, op, s.db, within); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return &storage.Error{Op: op, Err: err}
	}
	return nil
}

func (s *store) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	if err := s.enter(ctx, "view", nil); err != nil {
		return err
	}
	return fn(ctx, poolReader{s})
}

func (s *store) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	if err := s.enter(ctx, "update", nil); err != nil {
		return err
	}
	var done *tx
	err := attempt.Retry(ctx, func() (again bool, err error) {
		done, err = s.once(ctx, fn)
		return done.again(err), err
	})
	if err != nil {
		return err
	}
	for _, hook := range done.hooks {
		hook()
	}
	return nil
}

// once is one attempt of an Update.
func (s *store) once(ctx context.Context, fn func(context.Context, storage.Tx) error) (*tx, error) {
	t := &tx{store: *s}
	t.identity = t
	own, err := s.db.pool.Begin(ctx)
	if err != nil {
		return t, t.wrap(ctx, "begin", nil, err)
	}
	committed := false
	defer func() {
		t.done = true
		if !committed {
			own.Rollback(ctx)
		}
	}()
	t.run = own
	var self storage.Tx = t
	if s.db.dialect.SkipLocked {
		self = lockingTx{t}
	}
	if err := fn(attempt.Enter(ctx, s.db, t.identity), self); err != nil {
		return t, err
	}
	if err := t.enter(ctx, "commit"); err != nil {
		return t, err
	}
	committed = true
	return t, t.commit(ctx, own)
}

// commit tells a refused commit from one that nobody knows the end of.
func (t *tx) commit(ctx context.Context, own Transaction) error {
	told, err := own.Commit(ctx)
	if err == nil {
		return nil
	}
	if unsure := t.db.dialect.Unsure; unsure == nil || !told || !unsure(err) {
		return t.wrap(ctx, "commit", nil, err)
	}
	return &storage.Error{Kind: storage.ErrUnknownOutcome, Op: "commit", Detail: "the connection was lost before the answer: look for what was written before writing it again", Err: err}
}
