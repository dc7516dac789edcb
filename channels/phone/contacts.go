package phone

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// Contact is one conversation with a citizen and its outcome.
type Contact struct {
	ID         int64
	Agency     int64
	Staff      int64
	StaffName  string
	Door       channels.Kind
	Reason     string
	Account    int64
	Draft      int64
	Name       string // of the person, once known
	Reference  string // of the application, once there is one
	Caller     string
	CallerNote string
	Phone      string
	BeganAt    time.Time
	EndedAt    *time.Time
	Outcome    string
	Note       string
	ProvenAt   *time.Time // when it was proven who the person is, in this conversation; nil while it was not: see Prove
	ProvenBy   []string

	Helper     int64 // account of the helper on the line for the person; 0 where it is the person, or somebody without an account
	HelperName string
	PhraseAt   *time.Time // when that helper said the words agreed on; nil while they have not
}

// Reasons are why people get in touch; worded by lang "contacts.reasons.<code>". Every contact has one: calls that only ask what is
// happening can be counted, and so can those that a better letter would have saved.
var Reasons = [...]string{"apply", "carry-on", "progress", "cannot-answer", "missing-paperwork", "prefers-speaking", "difficulty-online",
	"how-it-helps", "change", "other", "not-said"}

// Outcomes are how a contact ends, which says who acts next; worded by lang "contacts.outcomes.<code>".
var Outcomes = [...]string{"submitted", "link-texted", "letter-posted", "will-ring-back", "we-ring-back", "will-come-in", "answered",
	"referred", "cut-off", "wrong-number"}

// Callers are who was speaking; worded by lang "contacts.callers.<code>".
var Callers = [...]string{"self", "helper", "professional", "other"}

// ErrNotFound: no such contact of this agency.
var ErrNotFound = errors.New("no such contact")

// Log keeps contacts.
type Log struct {
	db       *pgxpool.Pool
	register *accounts.Register
}

// New makes a Log; register knows what the people talked to can be asked.
func New(db *pgxpool.Pool, register *accounts.Register) *Log { return &Log{db, register} }

// SealedColumns are those of this package's tables, for accounts.Rekey.
func SealedColumns() []accounts.SealedColumn {
	return []accounts.SealedColumn{{Table: "contacts", Sealed: "phone", Kind: `'phone'`, Veiled: true}}
}

// Begin opens a contact. Door and reason are required: Problems 'required' on "door" or "reason".
func (l *Log) Begin(ctx context.Context, by audit.Actor, c Contact) (Contact, services.Problems, error) {
	problems := missing(c)
	if len(problems) > 0 {
		return c, problems, nil
	}
	if c.Caller == "" {
		c.Caller = "self"
	}
	err := pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			insert into contacts (agency_id, staff_id, door, reason, account_id, draft_id, caller, caller_note, phone)
			values (@agency, @staff, @door, @reason, head_of(nullif(@account::bigint, 0)), nullif(@draft, 0), @caller, @callernote, @phone)
			returning id, began_at`,
			pgx.NamedArgs{"agency": by.Agency, "staff": by.ID, "door": c.Door, "reason": c.Reason, "account": c.Account,
				"draft": c.Draft, "caller": c.Caller, "callernote": c.CallerNote, "phone": l.register.Veil(accounts.Phone, c.Phone)}).Scan(&c.ID, &c.BeganAt)
		if err != nil {
			return err
		}
		c.Agency, c.Staff = by.Agency, by.ID
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "contact.began", Account: c.Account, Draft: c.Draft})
	})
	if err != nil {
		return c, nil, fmt.Errorf("begin contact: %w", err)
	}
	return c, nil, nil
}

func missing(c Contact) services.Problems {
	var p services.Problems
	if !c.Door.Valid() {
		p = append(p, services.Problem{Question: "contact", Field: "door", Code: "required"})
	}
	if !known(Reasons[:], c.Reason) {
		p = append(p, services.Problem{Question: "contact", Field: "reason", Code: "required"})
	}
	if c.Caller != "" && !known(Callers[:], c.Caller) {
		p = append(p, services.Problem{Question: "contact", Field: "caller", Code: "required"})
	}
	return p
}

func known(codes []string, code string) bool { return slices.Contains(codes, code) }

// About ties an open contact to a person and a draft, as they become known in the conversation. Zero leaves what is there. What was
// proven of one person says nothing of another.
func (l *Log) About(ctx context.Context, by audit.Actor, id, account, draft int64) error {
	tag, err := l.db.Exec(ctx, `
		update contacts set account_id = case when @account = 0 or @account = any(person_of(account_id)) then account_id else head_of(@account) end, draft_id = coalesce(nullif(@draft, 0), draft_id),
		       proven_at = case when @account = 0 or @account = any(person_of(account_id)) then proven_at end,
		       proven_by = case when @account = 0 or @account = any(person_of(account_id)) then proven_by else '{}' end,
		       caller_id = case when @account = 0 or @account = any(person_of(account_id)) then caller_id end,
		       phrase_at = case when @account = 0 or @account = any(person_of(account_id)) then phrase_at end
		where id = @id and staff_id = @staff and ended_at is null`,
		pgx.NamedArgs{"id": id, "account": account, "draft": draft, "staff": by.ID})
	if err != nil {
		return fmt.Errorf("contact %d: %w", id, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNotFound
	}
	return nil
}

const columns = `c.id, c.agency_id, c.staff_id, s.display_name, c.door, c.reason, coalesce(person_id(a), 0), coalesce(c.draft_id, 0),
	coalesce(person_name(a), ''), coalesce(d.reference, ''), c.caller, c.caller_note, c.phone, c.began_at, c.ended_at, coalesce(c.outcome, ''), c.note, c.proven_at, c.proven_by,
	coalesce(head_of(c.caller_id), 0), coalesce((select person_name(h) from accounts h where h.id = c.caller_id), ''), c.phrase_at`

func (l *Log) scan(row pgx.CollectableRow) (c Contact, err error) {
	err = row.Scan(&c.ID, &c.Agency, &c.Staff, &c.StaffName, &c.Door, &c.Reason, &c.Account, &c.Draft,
		&c.Name, &c.Reference, &c.Caller, &c.CallerNote, &c.Phone, &c.BeganAt, &c.EndedAt, &c.Outcome, &c.Note, &c.ProvenAt, &c.ProvenBy,
		&c.Helper, &c.HelperName, &c.PhraseAt)
	if err == nil {
		c.Phone, err = l.register.Unveil(accounts.Phone, c.Phone)
	}
	return c, err
}

// Open are the member's contacts not yet ended, newest first: several may go on at once.
func (l *Log) Open(ctx context.Context, by audit.Actor) ([]Contact, error) {
	return l.list(ctx, `c.staff_id = @staff and c.ended_at is null`, pgx.NamedArgs{"staff": by.ID})
}

// ByAccount are the conversations an agency had with a person, newest first.
func (l *Log) ByAccount(ctx context.Context, by audit.Actor, account int64) ([]Contact, error) {
	return l.list(ctx, `c.account_id = any(person_of(@account)) and c.agency_id = @agency`, pgx.NamedArgs{"account": account, "agency": by.Agency})
}

// Read is one contact of the member's agency, or ErrNotFound.
func (l *Log) Read(ctx context.Context, by audit.Actor, id int64) (Contact, error) {
	found, err := l.list(ctx, `c.id = @id and c.agency_id = @agency`, pgx.NamedArgs{"id": id, "agency": by.Agency})
	if err != nil {
		return Contact{}, err
	}
	if len(found) == 0 {
		return Contact{}, ErrNotFound
	}
	return found[0], nil
}

func (l *Log) list(ctx context.Context, where string, args pgx.NamedArgs) ([]Contact, error) {
	rows, err := l.db.Query(ctx, `select `+columns+` from contacts c
		join staff s on s.id = c.staff_id
		left join accounts a on a.id = c.account_id
		left join drafts d on d.id = c.draft_id
		where `+where+` order by c.id desc limit 50`, args)
	if err != nil {
		return nil, fmt.Errorf("contacts: %w", err)
	}
	found, err := pgx.CollectRows(rows, l.scan)
	if err != nil {
		return nil, fmt.Errorf("contacts: %w", err)
	}
	return found, nil
}

// trimmed is what was typed without what is around it.
func trimmed(typed string) string { return strings.TrimSpace(typed) }

// OfPerson are the conversations every agency had with a person that have ended, newest first, before a time, at most limit: for the person's
// own page. What staff noted is not among it.
func (l *Log) OfPerson(ctx context.Context, account int64, before time.Time, limit int) ([]Contact, error) {
	rows, err := l.db.Query(ctx, `
		select c.id, c.agency_id, c.door, c.reason, c.began_at, c.ended_at from contacts c
		where c.account_id = any(person_of(@account)) and c.ended_at is not null and c.began_at < @before
		order by c.began_at desc, c.id desc limit @limit`, pgx.NamedArgs{"account": account, "before": before, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("conversations with account %d: %w", account, err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Contact, err error) {
		err = row.Scan(&c.ID, &c.Agency, &c.Door, &c.Reason, &c.BeganAt, &c.EndedAt)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("conversations with account %d: %w", account, err)
	}
	return found, nil
}
