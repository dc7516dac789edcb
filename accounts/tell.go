package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
)

// Notice is something a person is told about their account itself: a code to sign in, a helper put on record. What it says is lang
// "notices.<kind>"; how it goes out is decided by Reach, or it becomes a task.
type Notice struct {
	Account int64
	Agency  int64                           // whose letter it is; 0: the agency the person last dealt with
	Kind    string                          // lang "notices.<kind>.text" and "notices.<kind>.letter"
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
			"door": n.Door, "phone": n.Phone, "address": n.Address}).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("tell account %d %s: %w", n.Account, n.Kind, err)
	}
	return id, nil
}
