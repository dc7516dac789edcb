package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// How long a code opens the door, in days: a text is read at once, a letter takes its time.
const (
	textCodeDays   = 7
	letterCodeDays = 28
)

// textTx asks for a text to the person of a draft: the notice, which the caller sends with the batch, and its job.
func (o *Office) textTx(ctx context.Context, tx pgx.Tx, b *pgx.Batch, r recipient, way accounts.Way, kind string, code int64) error {
	id := r.notice
	if id == 0 {
		if err := tx.QueryRow(ctx, drawNotice).Scan(&id); err != nil {
			return fmt.Errorf("text %s about draft %d: %w", kind, r.draft.ID, err)
		}
	}
	if err := o.queueNotice(ctx, tx, b, way, notice{id: id, account: r.draft.filed, draft: r.draft.ID, kind: kind, code: code}); err != nil {
		return fmt.Errorf("text %s about draft %d: %w", kind, r.draft.ID, err)
	}
	return nil
}

// linkTx is textTx with a code to carry on. It answers why not, and then has written nothing.
func (o *Office) linkTx(ctx context.Context, tx pgx.Tx, b *pgx.Batch, by audit.Actor, r recipient) (accounts.Refusal, error) {
	d := r.draft
	way := o.reach(r, by, "continue", accounts.Text)
	why := way.Why()
	if way.Door() == accounts.Text && !d.Opens(r.account.Account) {
		why = accounts.NoBirth
	}
	if why != accounts.ReachOK {
		return why, nil
	}
	c, err := o.register.NewCodeTx(ctx, tx, "continue", d.filed, d.ID, textCodeDays, o.now())
	if err != nil {
		return "", fmt.Errorf("text a link to draft %d: %w", d.ID, err)
	}
	return "", o.textTx(ctx, tx, b, r, way, "continue", c.ID)
}

// notice is a text to be made by channels/sms.
type notice struct {
	id, account, draft int64
	kind               string
	code               int64
	body               string // of a notice about the account; others are worded by their kind
	about              int64  // the account notice it is
	former             bool   // goes to a number that was theirs until now
}

// queueNotice writes a notice and enqueues its job for when the way is open.
func (o *Office) queueNotice(ctx context.Context, tx pgx.Tx, b *pgx.Batch, way accounts.Way, n notice) error {
	job, err := o.jobs.InsertTx(ctx, tx, NoticeArgs{Notice: n.id}, o.opensAt(way))
	if err != nil {
		return err
	}
	b.Queue(`
		insert into notices (id, account_id, reader_id, draft_id, kind, phone, lang, code_id, job_id, account_notice_id, body, at_once, former, quiet, made_at)
		overriding system value
		values (@id, @account::bigint, nullif(@reader::bigint, @account::bigint), nullif(@draft, 0::bigint), @kind, @phone, @lang, nullif(@code, 0::bigint), @job,
		        nullif(@about, 0::bigint), @body, @once, @former, @quiet, @now)`,
		pgx.NamedArgs{"id": n.id, "account": n.account, "reader": way.Reader(), "draft": n.draft, "kind": n.kind, "phone": o.register.Veil(accounts.Phone, way.Phone()), "lang": way.Lang(),
			"code": n.code, "job": job.Job.ID, "about": n.about, "body": o.register.Veil(accounts.TextBody, n.body), "once": way.AtOnce(), "former": n.former, "quiet": !way.Named(), "now": o.now()})
	return nil
}

// opensAt puts a job off until the person's hours of rest are over.
func (o *Office) opensAt(way accounts.Way) *river.InsertOpts {
	if !way.From().After(o.now()) {
		return nil
	}
	return &river.InsertOpts{ScheduledAt: way.From()}
}

// drawNotice draws the number of a notice. The notice names its job and the job its notice: drawn first, each is written once.
const drawNotice = `select nextval(pg_get_serial_sequence('notices', 'id'))`
