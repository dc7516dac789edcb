package cases

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// mostWritten bounds a message and its answer, in characters: a page or two.
const mostWritten = 5000

// sealedMessage is what messages and answers are sealed as.
const sealedMessage = "person_messages"

// Message is something a person wrote to a team on their own page, and what they were answered.
type Message struct {
	ID         int64
	Account    int64
	Agency     int64
	Draft      int64
	Reference  string
	Name       string // of the person
	Text       string
	Door       channels.Kind
	At         time.Time
	Answer     string
	AnsweredBy string // display name, for staff
	AnsweredAt *time.Time
}

// MessageInput is a message as it comes in: to an agency, about one of its drafts or none.
type MessageInput struct {
	Account, Agency, Draft int64
	Text                   string
}

// Write sends a message to a team: it is on disk, a task of theirs is due in two working days, and the draft's timeline says so. The same
// text within a minute is one message. Problems: message-empty, message-long. ErrNotFound for another's account or draft.
func (o *Office) Write(ctx context.Context, by audit.Actor, in MessageInput) (services.Problems, error) {
	in.Text = strings.TrimSpace(in.Text)
	if p := writtenProblems("message", in.Text); p != nil {
		return p, nil
	}
	if !may(by, in.Agency, in.Account) {
		return nil, ErrNotFound
	}
	return nil, pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error { return o.writeTx(ctx, tx, by, in) })
}

func writtenProblems(field, text string) services.Problems {
	switch {
	case text == "":
		return services.Problems{{Field: field, Code: field + "-empty"}}
	case utf8.RuneCountInString(text) > mostWritten:
		return services.Problems{{Field: field, Code: field + "-long"}}
	}
	return nil
}

func (o *Office) writeTx(ctx context.Context, tx pgx.Tx, by audit.Actor, in MessageInput) error {
	t := Task{Agency: in.Agency, Account: in.Account, Kind: "message"}
	if in.Draft != 0 {
		d, err := o.draftFor(ctx, tx, by, in.Draft, true)
		if err != nil {
			return err
		}
		if d.Agency != in.Agency || d.Account != in.Account {
			return ErrNotFound
		}
		t.Draft, t.Case, t.Account = d.ID, d.Case, d.filed
	} else if _, err := tx.Exec(ctx, `select id from accounts where id = @account for update`, pgx.NamedArgs{"account": in.Account}); err != nil {
		return fmt.Errorf("message of account %d: %w", in.Account, err)
	}
	again, err := o.writtenLately(ctx, tx, in)
	if err != nil || again {
		return err
	}
	var id int64
	err = tx.QueryRow(ctx, `
		insert into person_messages (account_id, agency_id, draft_id, body, actor_role, actor_id, door, at)
		values (@account, @agency, nullif(@draft, 0::bigint), @body, @role, @by, @door, @now) returning id`,
		pgx.NamedArgs{"account": t.Account, "agency": in.Agency, "draft": in.Draft, "body": o.register.Seal(sealedMessage, in.Text),
			"role": by.Role, "by": by.ID, "door": by.Door, "now": o.now()}).Scan(&id)
	if err != nil {
		return fmt.Errorf("message of account %d: %w", in.Account, err)
	}
	t.Data = map[string]any{"message": id}
	if _, err := o.AddTaskTx(ctx, tx, t); err != nil {
		return err
	}
	if t.Draft != 0 {
		if err := o.event(ctx, tx, by, t.Draft, t.Case, "message-came", nil); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.wrote", Account: in.Account, Draft: t.Draft, Case: t.Case})
}

// writtenLately says whether the same was written within the last minute: a button pressed twice.
func (o *Office) writtenLately(ctx context.Context, tx pgx.Tx, in MessageInput) (bool, error) {
	rows, _ := tx.Query(ctx, `
		select body from person_messages
		where account_id = any(person_of(@account)) and agency_id = @agency and coalesce(draft_id, 0) = @draft and at > @since`,
		pgx.NamedArgs{"account": in.Account, "agency": in.Agency, "draft": in.Draft, "since": o.now().Add(-atOnce)})
	all, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return false, fmt.Errorf("message of account %d: %w", in.Account, err)
	}
	for _, sealed := range all {
		if text, err := o.register.Unseal(sealedMessage, sealed); err != nil || text == in.Text {
			return err == nil, err
		}
	}
	return false, nil
}

// AnswerMessage answers a message of the actor's agency, closes its task, and tells the person by the door they have: the letter holds the
// answer. Problems: answer-empty, answer-long. ErrNotFound; ErrClosed where it was answered already.
func (o *Office) AnswerMessage(ctx context.Context, by audit.Actor, id int64, text string) (services.Problems, error) {
	if err := staffOnly(by); err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	if p := writtenProblems("answer", text); p != nil {
		return p, nil
	}
	return nil, pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		m, err := o.messageTx(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if m.AnsweredAt != nil {
			return ErrClosed
		}
		_, err = tx.Exec(ctx, `update person_messages set answer = @answer, answered_by = @by, answered_at = @now where id = @id and answered_at is null`,
			pgx.NamedArgs{"id": id, "answer": o.register.Seal(sealedMessage, text), "by": by.ID, "now": o.now()})
		if err != nil {
			return fmt.Errorf("answer message %d: %w", id, err)
		}
		_, err = tx.Exec(ctx, `
			update tasks set done_at = @now, done_by = @by where kind = 'message' and agency_id = @agency and data->>'message' = @id::text and done_at is null`,
			pgx.NamedArgs{"id": fmt.Sprint(id), "agency": by.Agency, "by": by.ID, "now": o.now()})
		if err != nil {
			return fmt.Errorf("answer message %d: %w", id, err)
		}
		if m.Draft != 0 {
			if err := o.event(ctx, tx, by, m.Draft, 0, "message-answered", nil); err != nil {
				return err
			}
		}
		words := map[lang.Lang]map[string]string{}
		for _, l := range lang.All {
			words[l] = map[string]string{"answer": withoutNumbers(l, text)}
		}
		if _, err := o.register.TellTx(ctx, tx, accounts.Notice{Account: m.Account, Agency: m.Agency, Kind: "message-answered", About: id, Words: words}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.answered", Account: m.Account, Draft: m.Draft})
	})
}

// Message is one message of the actor's agency, opened to be answered: that is recorded.
func (o *Office) Message(ctx context.Context, by audit.Actor, id int64) (m Message, err error) {
	if err := staffOnly(by); err != nil {
		return m, err
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if m, err = o.messageTx(ctx, tx, by, id); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.message_viewed", Account: m.Account, Draft: m.Draft})
	})
	return m, err
}

func (o *Office) messageTx(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64) (Message, error) {
	cleared, err := o.cleared(ctx, tx, by)
	if err != nil {
		return Message{}, err
	}
	rows, _ := tx.Query(ctx, messageQuery+`m.id = @id and m.agency_id = @agency and (@cleared or not person_hidden(a)) for update of m`,
		pgx.NamedArgs{"id": id, "agency": by.Agency, "cleared": cleared})
	m, err := pgx.CollectExactlyOneRow(rows, o.scanMessage)
	if errors.Is(err, pgx.ErrNoRows) {
		return Message{}, ErrNotFound
	}
	if err != nil {
		return Message{}, fmt.Errorf("message %d: %w", id, err)
	}
	return m, nil
}

// Messages are what a person wrote and was answered, newest first, at most limit, those before a time. Somebody else's answers ErrNotFound.
func (o *Office) Messages(ctx context.Context, by audit.Actor, account int64, before time.Time, limit int) ([]Message, error) {
	if by.Role == audit.Staff || !may(by, 0, account) {
		return nil, ErrNotFound
	}
	rows, _ := o.db.Query(ctx, messageQuery+`m.account_id = any(person_of(@account)) and m.at < @before order by m.at desc limit @limit`,
		pgx.NamedArgs{"account": account, "before": before, "limit": limit})
	all, err := pgx.CollectRows(rows, o.scanMessage)
	if err != nil {
		return nil, fmt.Errorf("messages of account %d: %w", account, err)
	}
	return all, nil
}

const messageQuery = `
	select m.id, m.account_id, m.agency_id, coalesce(m.draft_id, 0), coalesce(d.reference, ''), person_name(a), m.body, m.door, m.at, m.answer,
	       coalesce(s.display_name, ''), m.answered_at
	from person_messages m
	join accounts a on a.id = m.account_id
	left join drafts d on d.id = m.draft_id
	left join staff s on s.id = m.answered_by
	where `

func (o *Office) scanMessage(row pgx.CollectableRow) (m Message, err error) {
	var body, answer []byte
	err = row.Scan(&m.ID, &m.Account, &m.Agency, &m.Draft, &m.Reference, &m.Name, &body, &m.Door, &m.At, &answer, &m.AnsweredBy, &m.AnsweredAt)
	if err != nil {
		return m, err
	}
	if m.Text, err = o.register.Unseal(sealedMessage, body); err != nil {
		return m, err
	}
	m.Answer, err = o.register.Unseal(sealedMessage, answer)
	return m, err
}
