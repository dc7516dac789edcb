package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
)

// How long a code opens the door, in days: a text is read at once, a letter takes its time.
const (
	textCodeDays   = 7
	letterCodeDays = 28
)

// textTx asks for a text to the person of a draft: the notice, which the caller sends with the batch, and its job, with a code where they
// are to carry on. It answers why not, and then has written nothing.
func (o *Office) textTx(ctx context.Context, tx pgx.Tx, b *pgx.Batch, r recipient, kind string) (accounts.Refusal, error) {
	d := r.draft
	phone, why := r.account.MayText()
	if why == accounts.ReachOK && kind == "continue" && !d.Opens(r.account) {
		why = accounts.NoBirth
	}
	if why != accounts.ReachOK {
		return why, nil
	}
	var code int64
	if kind == "continue" {
		c, err := o.register.NewCodeTx(ctx, tx, "continue", d.filed, d.ID, textCodeDays, o.now())
		if err != nil {
			return "", fmt.Errorf("text %s about draft %d: %w", kind, d.ID, err)
		}
		code = c.ID
	}
	id := r.notice
	if id == 0 {
		if err := tx.QueryRow(ctx, drawNotice).Scan(&id); err != nil {
			return "", fmt.Errorf("text %s about draft %d: %w", kind, d.ID, err)
		}
	}
	job, err := o.jobs.InsertTx(ctx, tx, NoticeArgs{Notice: id}, nil)
	if err != nil {
		return "", fmt.Errorf("text %s about draft %d: %w", kind, d.ID, err)
	}
	b.Queue(`
		insert into notices (id, account_id, draft_id, kind, phone, lang, code_id, job_id, made_at)
		overriding system value
		values (@id, @account, @draft, @kind, @phone, @lang, nullif(@code, 0::bigint), @job, @now)`,
		pgx.NamedArgs{"id": id, "account": d.filed, "draft": d.ID, "kind": kind, "phone": phone, "lang": tongue(d, r.account), "code": code,
			"job": job.Job.ID, "now": o.now()})
	return accounts.ReachOK, nil
}

// drawNotice draws the number of a notice. The notice names its job and the job its notice: drawn first, each is written once.
const drawNotice = `select nextval(pg_get_serial_sequence('notices', 'id'))`

// tongue is the language to write to somebody in: Welsh when they chose it for themselves or for this application.
func tongue(d Draft, a accounts.Account) lang.Lang {
	if d.Lang == lang.Cy || a.Needs.Written == lang.Cy {
		return lang.Cy
	}
	return lang.En
}
