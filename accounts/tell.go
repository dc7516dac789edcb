package accounts

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
)

// Notice is something a person is told about their account itself: a code to sign in, a helper put on record. What it says is lang
// "<file>.notices.<name>" for the kind "<file>.<name>", else "notices.<kind>"; how it goes out is decided by Reach, or it becomes a task.
type Notice struct {
	Account int64
	Agency  int64                           // whose letter it is; 0: the agency the person last dealt with
	Kind    string                          // see NoticeKey: .text, .quiet (where we may not say who we are), .letter.heading, .letter.paragraphs, .letter.after (a code)
	About   int64                           // the row it is about
	Words   map[lang.Lang]map[string]string // filled into the sentences, by language; erased once the message is made
	Code    int64                           // of NewCodeTx, put into the message as it leaves; 0 for none
	Door    string                          // "letter" or "text" where it must be that one; "" as Reach says
	Phone   string                          // a former number, for a notice of a change; "" the present one
	Address []string                        // a former address, likewise
}

// TellTx asks for a notice inside the transaction that causes it, and answers its id.
func (r *Register) TellTx(ctx context.Context, tx pgx.Tx, n Notice) (id int64, err error) {
	if n.Words == nil {
		n.Words = map[lang.Lang]map[string]string{}
	}
	if n.Address == nil {
		n.Address = []string{}
	}
	err = tx.QueryRow(ctx, `
		insert into account_notices (account_id, agency_id, kind, about, words, code_id, door, phone, address)
		values (@account, nullif(@agency::bigint, 0), @kind, @about, @words, nullif(@code::bigint, 0), @door, @phone, @address)
		returning id`,
		pgx.NamedArgs{"account": n.Account, "agency": n.Agency, "kind": n.Kind, "about": n.About, "words": n.Words, "code": n.Code,
			"door": n.Door, "phone": r.Veil(Phone, n.Phone), "address": n.Address}).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("tell account %d %s: %w", n.Account, n.Kind, err)
	}
	if r.Jobs == nil {
		return id, nil
	}
	if _, err := r.Jobs.InsertTx(ctx, tx, TellArgs{Notice: id}, nil); err != nil {
		return 0, fmt.Errorf("tell account %d %s: %w", n.Account, n.Kind, err)
	}
	return id, nil
}

// TellArgs asks for a notice to be made into a letter, a text or a task: cases works it. Unsaid says that the text it was made into did
// not arrive.
type TellArgs struct {
	Notice int64 `json:"notice" river:"unique"`
	Unsaid bool  `json:"unsaid,omitempty" river:"unique"`
}

// Kind is the job's stable name.
func (TellArgs) Kind() string { return "account-notice" }

// NoticeKey is where the wording of a kind of notice stands.
func NoticeKey(kind string) string {
	if file, name, ok := strings.Cut(kind, "."); ok {
		return file + ".notices." + name
	}
	return "notices." + kind
}

// Asked is a notice as the one who makes it reads it.
type Asked struct {
	Notice
	State  string // asked, sent, task, dropped
	SentBy Door
}

// NoticeTx reads a notice and keeps others from making it. ErrNotFound.
func (r *Register) NoticeTx(ctx context.Context, tx pgx.Tx, id int64) (n Asked, err error) {
	err = tx.QueryRow(ctx, `
		select account_id, coalesce(agency_id, 0), kind, about, words, coalesce(code_id, 0), door, phone, address, state, sent_by
		from account_notices where id = @id for update`, pgx.NamedArgs{"id": id}).
		Scan(&n.Account, &n.Agency, &n.Kind, &n.About, &n.Words, &n.Code, &n.Door, &n.Phone, &n.Address, &n.State, &n.SentBy)
	if errors.Is(err, pgx.ErrNoRows) {
		return n, ErrNotFound
	}
	if err == nil {
		n.Phone, err = r.Unveil(Phone, n.Phone)
	}
	if err != nil {
		return n, fmt.Errorf("notice %d: %w", id, err)
	}
	return n, nil
}

// NoticeMadeTx records what a notice became. Its words are erased, but for those of a text, which may yet have to become a letter.
func (r *Register) NoticeMadeTx(ctx context.Context, tx pgx.Tx, id int64, state string, by Door) error {
	_, err := tx.Exec(ctx, `
		update account_notices set state = @state, sent_by = @by, done_at = now(), words = case when @by = 'text' then words else '{}' end
		where id = @id`, pgx.NamedArgs{"id": id, "state": state, "by": string(by)})
	if err != nil {
		return fmt.Errorf("notice %d: %w", id, err)
	}
	return nil
}

// NoticeArrivedTx erases the words of a notice whose text arrived.
func (r *Register) NoticeArrivedTx(ctx context.Context, tx pgx.Tx, id int64) error {
	if _, err := tx.Exec(ctx, `update account_notices set words = '{}' where id = @id and state = 'sent'`, pgx.NamedArgs{"id": id}); err != nil {
		return fmt.Errorf("notice %d: %w", id, err)
	}
	return nil
}
