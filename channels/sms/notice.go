package sms

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
)

// ContinuePath is where a citizen types a code to carry on, below Config.Public; followed by a slash and the code it needs no typing.
const ContinuePath = "/c"

// noticeRow is something cases wants said by text.
type noticeRow struct {
	Account, Draft, Code int64
	Kind, Phone          string
	Lang                 lang.Lang
	Cancelled            bool
	Quiet                bool   // nothing in it may say who writes
	Body                 string // of a notice about the account
}

// notice turns a notice into a message, once however often the job runs.
func (d *Desk) notice(ctx context.Context, id int64) error {
	return pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		n, err := d.readNotice(ctx, tx, id)
		if errors.Is(err, pgx.ErrNoRows) {
			return river.JobCancel(fmt.Errorf("notice %d is not there", id))
		}
		if err != nil {
			return fmt.Errorf("notice %d: %w", id, err)
		}
		if said, err := d.alreadySaid(ctx, tx, n); err != nil || said || n.Cancelled {
			return err
		}
		body, err := d.noticeBody(ctx, tx, n)
		if err != nil {
			return fmt.Errorf("notice %d: %w", id, err)
		}
		_, err = d.queueTx(ctx, tx, outgoing{Phone: n.Phone, Kind: n.Kind, Lang: n.Lang, Body: body, Account: n.Account, Draft: n.Draft,
			Code: n.Code, Notice: id})
		return err
	})
}

func (d *Desk) readNotice(ctx context.Context, tx pgx.Tx, id int64) (n noticeRow, err error) {
	err = tx.QueryRow(ctx, `
		select account_id, coalesce(draft_id, 0), coalesce(code_id, 0), kind, phone, lang, cancelled_at is not null, quiet, body
		from notices where id = @id`,
		pgx.NamedArgs{"id": id}).Scan(&n.Account, &n.Draft, &n.Code, &n.Kind, &n.Phone, &n.Lang, &n.Cancelled, &n.Quiet, &n.Body)
	if err != nil {
		return n, err
	}
	n.Phone, n.Body, err = d.opened(n.Phone, n.Body)
	return n, err
}

// alreadySaid is true of an acknowledgement to somebody who sent the application by text, and was told the reference there and then.
func (d *Desk) alreadySaid(ctx context.Context, tx pgx.Tx, n noticeRow) (said bool, err error) {
	if n.Kind != "submitted" {
		return false, nil
	}
	err = tx.QueryRow(ctx, `select exists (select from sms_messages where draft_id = @draft and phone = any(@phones) and kind = @kind)`,
		pgx.NamedArgs{"draft": n.Draft, "phones": d.veils(n.Phone), "kind": kindReference}).Scan(&said)
	return said, err
}

// noticeBody words a notice. It names the agency and the service, never a person or an answer: others may read over a shoulder. To who
// must not be known to hear from us it names neither.
func (d *Desk) noticeBody(ctx context.Context, tx pgx.Tx, n noticeRow) (string, error) {
	if n.Body != "" {
		return n.Body, nil
	}
	if !lang.Has(n.Lang, "sms.notice."+n.Kind) {
		return "", river.JobCancel(fmt.Errorf("no words for a notice of kind %q", n.Kind))
	}
	vars := []any{"link", d.link() + "/{code}"}
	if n.Draft != 0 {
		draft, err := d.c.Office.ReadDraftTx(ctx, tx, n.Draft, false)
		if err != nil {
			return "", err
		}
		agency, err := staff.AgencyTx(ctx, tx, draft.Agency)
		if err != nil {
			return "", err
		}
		vars = append(vars, "agency", agency.Name(n.Lang), "phone", agency.Settings.Phone,
			"service", draft.Service.Word(n.Lang, "name", nil), "reference", cases.ShowReference(draft.Reference))
	}
	if key := "sms.quiet." + n.Kind; n.Quiet {
		if !lang.Has(n.Lang, key) {
			key = "sms.quiet.other"
		}
		return lang.T(n.Lang, key, vars...), nil
	}
	return lang.T(n.Lang, "sms.notice."+n.Kind, vars...), nil
}

// link is where to carry on online.
func (d *Desk) link() string { return d.c.Public + ContinuePath }

// codeIn puts the code's text in: only as a message is sent or measured, never into the database.
func (d *Desk) codeIn(body string, code int64) string {
	if code == 0 {
		return body
	}
	return strings.ReplaceAll(body, "{code}", d.c.Register.CodeText(code))
}
