package sms

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/lang"
)

// outgoing is a message to be sent, before there is a row of it.
type outgoing struct {
	Phone   string
	Kind    string // of the notice, or one of the replies below
	Lang    lang.Lang
	Body    string // {code} stands for the code
	Account int64
	Draft   int64
	Code    int64
	Notice  int64
	ReplyTo int64
}

// Kinds of replies.
const (
	kindReply     = "reply"
	kindStop      = "stop"      // the one message that may go out after STOP: its confirmation
	kindReference = "reference" // tells the reference of a case just sent, so that a notice of it need not
)

// queueTx writes the message and enqueues its sending; 0 when this notice, or the reply to this message, is there already.
func (d *Desk) queueTx(ctx context.Context, tx pgx.Tx, o outgoing) (id int64, err error) {
	body := Clip(Tidy(o.Lang, o.Body), maxCharacters)
	rows, err := tx.Query(ctx, `
		insert into sms_messages (direction, phone, kind, notice_id, reply_to, account_id, draft_id, code_id, body, segments, made_at)
		values ('out', @phone, @kind, nullif(@notice::bigint, 0), nullif(@reply::bigint, 0), nullif(@account::bigint, 0),
		        nullif(@draft::bigint, 0), nullif(@code::bigint, 0), @body, @segments, @now)
		on conflict do nothing
		returning id`,
		pgx.NamedArgs{"phone": d.veil(o.Phone), "kind": o.Kind, "notice": o.Notice, "reply": o.ReplyTo, "account": o.Account, "draft": o.Draft,
			"code": o.Code, "body": d.veilBody(body), "segments": Segments(d.codeIn(body, o.Code)), "now": d.c.Now()})
	if err != nil {
		return 0, fmt.Errorf("queue text: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], d.enqueueTx(ctx, tx, SendArgs{Message: ids[0]}, nil)
}

func (d *Desk) enqueueTx(ctx context.Context, tx pgx.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := d.c.Jobs.InsertTx(ctx, tx, args, opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}
