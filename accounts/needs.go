package accounts

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
)

// orDefault fills what was left empty. Needs nobody was asked about at all let us say who we are, as the table does.
func orDefault(n Needs) Needs {
	if n == (Needs{}) {
		n.MayAnnounce = true
	}
	if n.Written == "" {
		n.Written = lang.En
	}
	if n.Spoken == "" {
		n.Spoken = string(n.Written)
	}
	if n.Format == "" {
		n.Format = Standard
	}
	for _, s := range []*Safe{&n.SafeCall, &n.SafeText, &n.SafeEmail, &n.SafeWrite} {
		if *s == "" {
			*s = Unasked
		}
	}
	if n.NoneNeeded && n.asksForSomething() {
		n.NoneNeeded = false
	}
	n.Spoken, n.Interpreter, n.Note = tidy(n.Spoken), tidy(n.Interpreter), tidy(n.Note)
	return n
}

// asksForSomething says that something is needed after all, whatever was ticked.
func (n Needs) asksForSomething() bool {
	return n.Format != Standard || n.Relay != "" || n.Interpreter != ""
}

// valid says whether n can be stored; the table checks the same.
func (n Needs) valid() bool {
	switch n.Format {
	case Standard, LargePrint, Braille, Audio, EasyRead:
	default:
		return false
	}
	switch n.Relay {
	case "", "relay-uk", "bsl-video", "minicom", "interpreter":
	default:
		return false
	}
	switch n.Rather {
	case NoDoor, Text, Letter, Call:
	default:
		return false
	}
	if !ValidQuiet(n.Quiet) {
		return false
	}
	for _, s := range []Safe{n.SafeCall, n.SafeText, n.SafeEmail, n.SafeWrite} {
		if s != Unasked && s != Yes && s != No {
			return false
		}
	}
	return (n.Written == lang.En || n.Written == lang.Cy) && utf8.RuneCountInString(n.Note) <= longestNote
}

// SetNeeds changes the needs; rev is Needs.Rev as shown (ErrStale). It waits for whoever is just deciding whether this person
// may be texted or written to, and they for it. ErrInvalid for a value outside the closed sets, ErrNotFound.
func (r *Register) SetNeeds(ctx context.Context, by audit.Actor, id int64, n Needs) error {
	n = orDefault(n)
	if !n.valid() {
		return fmt.Errorf("needs of account %d: %w", id, ErrInvalid)
	}
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		was, err := r.lockPerson(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if was.shown.Needs.Rev != n.Rev {
			return ErrStale
		}
		n.Rev = was.Needs.Rev
		if err := writeNeeds(ctx, tx, was.ID, n); err != nil {
			return err
		}
		if err := speakFor(ctx, tx, was); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.needs_changed", Account: was.ID})
	})
}

// speakFor keeps that these needs were said with those of the other accounts in view, which therefore count no more.
func speakFor(ctx context.Context, tx pgx.Tx, was locked) error {
	if len(was.shown.Joined) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `update account_needs set speaks_for = @joined where account_id = @id`,
		pgx.NamedArgs{"id": was.ID, "joined": was.shown.Joined})
	if err != nil {
		return fmt.Errorf("needs of account %d: %w", was.ID, err)
	}
	return nil
}

// lock takes the rows of a person's accounts for writing, for somebody who may see them.
func (r *Register) lock(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64) error {
	_, err := r.lockPerson(ctx, tx, by, id)
	return err
}

func writeNeeds(ctx context.Context, tx pgx.Tx, id int64, n Needs) error {
	tag, err := tx.Exec(ctx, upsertNeeds, needsArgs(id, n))
	if err != nil {
		return fmt.Errorf("write needs of account %d: %w", id, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrStale
	}
	return nil
}

const upsertNeeds = `
	insert into account_needs (account_id, written_lang, spoken_lang, format, relay, interpreter, safe_call, safe_text,
	                           safe_email, safe_write, may_announce, rather, call_back, quiet, none_needed, note)
	select @id::bigint, @written, @spoken, @format, @relay, @interpreter, @call, @text, @email, @write, @announce, @rather, @back, @quiet, @none, @note
	where @rev::bigint = 0 or exists (select from account_needs where account_id = @id::bigint and rev = @rev::bigint)
	on conflict (account_id) do update set
	    written_lang = excluded.written_lang, spoken_lang = excluded.spoken_lang, format = excluded.format,
	    relay = excluded.relay, interpreter = excluded.interpreter, safe_call = excluded.safe_call,
	    safe_text = excluded.safe_text, safe_email = excluded.safe_email, safe_write = excluded.safe_write,
	    may_announce = excluded.may_announce,
	    rather = excluded.rather, call_back = excluded.call_back, quiet = excluded.quiet, none_needed = excluded.none_needed, note = excluded.note,
	    updated_at = now(), rev = account_needs.rev + 1
	where account_needs.rev = @rev::bigint`

func needsArgs(id int64, n Needs) pgx.NamedArgs {
	return pgx.NamedArgs{"id": id, "rev": n.Rev, "written": n.Written, "spoken": n.Spoken, "format": n.Format, "relay": n.Relay,
		"interpreter": n.Interpreter, "call": n.SafeCall, "text": n.SafeText, "email": n.SafeEmail, "write": n.SafeWrite,
		"announce": n.MayAnnounce, "rather": n.Rather, "back": n.CallBack, "quiet": n.Quiet, "none": n.NoneNeeded, "note": n.Note}
}
