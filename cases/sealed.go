package cases

import (
	"encoding/json"
	"fmt"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

// An answer in somebody's own words or numbers stands sealed in the database, bound to its draft and rev, so that neither a copy of the
// database shows it nor a row can be put in another's place. Choices and dates stay as they are, to be counted.

// own are the parts of a value that are somebody's own words or numbers; the index answers_unsealed knows the same.
func own(v services.Value) bool {
	return v.Text != "" || v.Other != "" || v.Address != nil || len(v.Rows) > 0 || v.Bank != nil
}

func answerKind(draft, rev int64) string { return fmt.Sprintf("answer %d %d", draft, rev) }

// SealAnswer gives what the columns value and sealed of an answer hold.
func SealAnswer(r *accounts.Register, draft, rev int64, v services.Value) (value any, sealed []byte, err error) {
	if !own(v) {
		return v, nil, nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, nil, fmt.Errorf("seal an answer of draft %d: %w", draft, err)
	}
	return json.RawMessage("null"), r.Seal(answerKind(draft, rev), string(text)), nil
}

// UnsealAnswer puts into v what SealAnswer sealed; where nothing is sealed v already holds the answer.
func UnsealAnswer(r *accounts.Register, draft, rev int64, sealed []byte, v *services.Value) error {
	if sealed == nil {
		return nil
	}
	text, err := r.Unseal(answerKind(draft, rev), sealed)
	if err == nil {
		err = json.Unmarshal([]byte(text), v)
	}
	if err != nil {
		return fmt.Errorf("open answer %d of draft %d: %w", rev, draft, err)
	}
	return nil
}

func typingKind(draft, member int64, question string) string {
	return fmt.Sprintf("typing %d %d %s", draft, member, question)
}

// SealedColumns are those of this package's tables, for accounts.Rekey.
func SealedColumns() []accounts.SealedColumn {
	return []accounts.SealedColumn{
		{Table: "person_messages", Sealed: "body", Kind: `'` + sealedMessage + `'`},
		{Table: "person_messages", Sealed: "answer", Kind: `'` + sealedMessage + `'`},
		{Table: "answers", Sealed: "sealed", Kind: `'answer ' || draft_id || ' ' || rev`, Clear: `value::text`,
			Unsealed: `sealed is null and value ?| array['text', 'other', 'address', 'rows', 'bank']`, Emptied: `value = 'null'`},
		{Table: "typing", Sealed: "sealed", Kind: `'typing ' || draft_id || ' ' || staff_id || ' ' || question`, Clear: `fields::text`,
			Unsealed: `fields <> '{}'`, Emptied: `fields = '{}'`},
		{Table: "notices", Sealed: "phone", Kind: `'phone'`, Veiled: true},
		{Table: "notices", Sealed: "body", Kind: `'text body'`, Veiled: true},
	}
}
