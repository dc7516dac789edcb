package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// SealedColumn is a column of sealed values. Every column there is stands in one list, so that none is forgotten when keys are rotated:
// accounts' own, and those that other packages give to Rekey. All are names or expressions of SQL over the table's row.
type SealedColumn struct {
	Table    string
	Sealed   string // the column, bytea
	Kind     string // an expression: what the value is sealed as
	Clear    string // an expression: the text in the clear, where the release before wrote it
	Unsealed string // a condition: it stands in the clear; "" where it never did
	Emptied  string // an assignment that takes it away
	Finger   string // a column to look it up by; "" for none
	Veiled   bool   // the column is text, veiled; Clear, Unsealed and Emptied are not used
	Unless   string // of a veiled column that is unique: " and not exists (…)" over t and anew
}

// SealedColumns are those of this package's tables.
func SealedColumns() []SealedColumn {
	return []SealedColumn{
		{Table: "account_contacts", Sealed: "sealed", Kind: `case kind when 'email' then 'email' else 'phone' end`,
			Clear: "value", Unsealed: `value <> ''`, Emptied: `value = ''`, Finger: "finger"},
		{Table: "account_identifiers", Sealed: "sealed", Kind: "kind", Clear: "value", Unsealed: `value <> ''`, Emptied: `value = ''`, Finger: "finger"},
		{Table: "account_proofs", Sealed: "number", Kind: `'` + sealedDocument + `'`},
		{Table: "mandates", Sealed: "document", Kind: `'` + mandateDocument + `'`},
		{Table: "account_notices", Sealed: "phone", Kind: `'phone'`, Veiled: true},
		{Table: "account_vouchers", Sealed: "registered", Kind: `'` + sealedRegistered + `'`},
		{Table: "account_vouchers", Sealed: "phone", Kind: `'` + sealedVoucher + `'`},
	}
}

// blocksAtOnce is how much of a table one transaction goes through: some ten thousand rows, a tenth of a second.
const blocksAtOnce = 128

// sealLock is the advisory lock under which values are sealed anew: "sealing" in bytes.
const sealLock int64 = 0x7365616c696e67

// Rekey seals whatever stands in the clear or under another key than the first, a few thousand rows in a transaction, and answers how many
// it sealed. It may be ended and begun again at any moment, and others work meanwhile. tell hears of each table as it goes on: blocks
// done, of how many, and values sealed so far. more are the columns of other packages.
func (r *Register) Rekey(ctx context.Context, more []SealedColumn, tell func(table string, done, of, sealed int64)) (sealed int64, err error) {
	conn, err := r.db.Acquire(ctx)
	if err != nil {
		return 0, fmt.Errorf("rekey: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `select pg_advisory_lock(@lock)`, pgx.NamedArgs{"lock": sealLock}); err != nil {
		return 0, fmt.Errorf("rekey: waiting for another to end: %w", err)
	}
	defer func() { // also when ctx has ended
		_, _ = conn.Exec(context.WithoutCancel(ctx), `select pg_advisory_unlock(@lock)`, pgx.NamedArgs{"lock": sealLock})
	}()
	for _, c := range append(SealedColumns(), more...) {
		n, err := r.rekeyTable(ctx, conn.Conn(), c, func(done, of, n int64) { tell(c.Table, done, of, n) })
		if sealed += n; err != nil {
			return sealed, fmt.Errorf("rekey %s: %w", c.Table, err)
		}
	}
	return sealed, nil
}

// rekeyTable goes through a table until a whole pass finds nothing: rows that others change meanwhile move to its end.
func (r *Register) rekeyTable(ctx context.Context, conn *pgx.Conn, c SealedColumn, tell func(done, of, sealed int64)) (sealed int64, err error) {
	for {
		var blocks int64
		err := conn.QueryRow(ctx, `select pg_relation_size(@table::text::regclass) / current_setting('block_size')::int`,
			pgx.NamedArgs{"table": c.Table}).Scan(&blocks)
		if err != nil {
			return sealed, err
		}
		before := sealed
		for from := int64(0); from < blocks; from += blocksAtOnce {
			n, err := r.rekeyBlocks(ctx, conn, c, from)
			if sealed += n; err != nil {
				return sealed, err
			}
			tell(min(from+blocksAtOnce, blocks), blocks, sealed)
		}
		if sealed == before {
			return sealed, nil
		}
	}
}

// due is a value to be sealed anew, with where its row stands.
type due struct {
	At     string // ctid: good while the row is locked
	Kind   string
	Clear  *string
	Sealed []byte
}

func (r *Register) rekeyBlocks(ctx context.Context, conn *pgx.Conn, c SealedColumn, from int64) (n int64, err error) {
	first := r.sealedFirst()
	args := pgx.NamedArgs{"from": fmt.Sprintf("(%d,0)", from), "to": fmt.Sprintf("(%d,0)", from+blocksAtOnce), "first": first, "length": len(first)}
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if c.Veiled {
			n, err = r.veilBlocks(ctx, tx, c, args)
			return err
		}
		rows, _ := tx.Query(ctx, c.dueQuery(), args)
		found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[due])
		if err != nil || len(found) == 0 {
			return err
		}
		var at []string
		var sealed, fingers [][]byte
		for _, d := range found {
			s, f, err := r.sealAnew(d)
			if err != nil {
				return err
			}
			at, sealed, fingers = append(at, d.At), append(sealed, s), append(fingers, f)
		}
		args["at"], args["sealed"], args["fingers"] = at, sealed, fingers
		tag, err := tx.Exec(ctx, c.update(), args)
		n = tag.RowsAffected()
		return err
	})
	return n, err
}

func (c SealedColumn) dueQuery() string {
	clear, unsealed := "null::text", "false"
	if c.Unsealed != "" {
		clear, unsealed = "case when "+c.Unsealed+" then "+c.Clear+" end", c.Unsealed
	}
	return `select ctid::text, ` + c.Kind + `, ` + clear + `, ` + c.Sealed + ` from ` + c.Table + `
		where ctid >= @from::tid and ctid < @to::tid
		  and (` + unsealed + ` or substr(` + c.Sealed + `, 1, @length) <> @first)
		for no key update`
}

func (c SealedColumn) update() string {
	set := c.Sealed + ` = anew.sealed`
	if c.Emptied != "" {
		set += `, ` + c.Emptied
	}
	if c.Finger != "" {
		set += `, ` + c.Finger + ` = anew.finger`
	}
	return `update ` + c.Table + ` t set ` + set + `
		from unnest(@at::text[], @sealed::bytea[], @fingers::bytea[]) as anew (at, sealed, finger)
		where t.ctid = anew.at::tid and t.ctid >= @from::tid and t.ctid < @to::tid`
}

// sealAnew prefers what stands in the clear: the release before wrote it last.
func (r *Register) sealAnew(d due) (sealed, finger []byte, err error) {
	plain := ""
	if d.Clear != nil {
		plain = *d.Clear
	} else if plain, err = r.Unseal(d.Kind, d.Sealed); err != nil {
		return nil, nil, err
	}
	return r.Seal(d.Kind, plain), r.Finger(d.Kind, plain), nil
}

// veilBlocks is the same for a column of veiled text. It may be unique: then a row that another already veiled stands for is left, and
// whoever uses that one next sees to it.
func (r *Register) veilBlocks(ctx context.Context, tx pgx.Tx, c SealedColumn, args pgx.NamedArgs) (int64, error) {
	args["veil"] = r.veiledFirst()
	rows, _ := tx.Query(ctx, `
		select ctid::text, `+c.Kind+`, `+c.Sealed+` from `+c.Table+`
		where ctid >= @from::tid and ctid < @to::tid and `+c.Sealed+` <> '' and left(`+c.Sealed+`, length(@veil)) <> @veil
		for no key update`, args)
	type row struct{ At, Kind, Stored string }
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	if err != nil || len(found) == 0 {
		return 0, err
	}
	var at, veiled []string
	for _, f := range found {
		plain, err := r.Unveil(f.Kind, f.Stored)
		if err != nil {
			return 0, err
		}
		at, veiled = append(at, f.At), append(veiled, r.Veil(f.Kind, plain))
	}
	args["at"], args["veiled"] = at, veiled
	tag, err := tx.Exec(ctx, `
		update `+c.Table+` t set `+c.Sealed+` = anew.veiled from unnest(@at::text[], @veiled::text[]) as anew (at, veiled)
		where t.ctid = anew.at::tid and t.ctid >= @from::tid and t.ctid < @to::tid`+c.Unless, args)
	return tag.RowsAffected(), err
}

// unsealed says whether a value stands in the clear anywhere.
func (r *Register) unsealed(ctx context.Context, columns []SealedColumn) (bool, error) {
	for _, c := range columns {
		unsealed := c.Unsealed
		if c.Veiled {
			unsealed = c.Sealed + ` <> '' and ` + c.Sealed + ` not like '~%'`
		}
		if unsealed == "" {
			continue
		}
		var any bool
		err := r.db.QueryRow(ctx, `select exists (select from `+c.Table+` where `+unsealed+`)`).Scan(&any)
		if err != nil || any {
			return any, err
		}
	}
	return false, nil
}
