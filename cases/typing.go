package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// SaveTyping keeps what a member of staff has typed and not saved; Typing gives it back by question. Saving an answer forgets it.
// Another agency's draft answers ErrNotFound.
func (o *Office) SaveTyping(ctx context.Context, by audit.Actor, draft int64, question string, fields map[string][]string) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("keep typing in draft %d: %w", draft, err)
	}
	tag, err := o.db.Exec(ctx, `
		insert into typing (draft_id, staff_id, question, sealed, at)
		select id, @staff, @question, @sealed, @now from drafts where id = @draft and agency_id = @agency
		on conflict (draft_id, staff_id, question) do update set fields = '{}', sealed = excluded.sealed, at = excluded.at`,
		pgx.NamedArgs{"draft": draft, "agency": by.Agency, "staff": by.ID, "question": question,
			"sealed": o.register.Seal(typingKind(draft, by.ID, question), string(text)), "now": o.now()})
	if err != nil {
		return fmt.Errorf("keep typing in draft %d: %w", draft, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNotFound
	}
	return nil
}

// Typing is what a member of staff had typed into a draft without saving, by question. Nobody sees another's.
func (o *Office) Typing(ctx context.Context, by audit.Actor, draft int64) (map[string]map[string][]string, error) {
	if err := staffOnly(by); err != nil {
		return nil, err
	}
	rows, err := o.db.Query(ctx, `
		select t.question, t.fields, t.sealed
		from drafts d left join typing t on t.draft_id = d.id and t.staff_id = @staff
		where d.id = @draft and d.agency_id = @agency`,
		pgx.NamedArgs{"draft": draft, "staff": by.ID, "agency": by.Agency})
	if err != nil {
		return nil, fmt.Errorf("typing in draft %d: %w", draft, err)
	}
	typed, found := map[string]map[string][]string{}, false
	var question *string
	var fields map[string][]string
	var sealed []byte
	_, err = pgx.ForEachRow(rows, []any{&question, &fields, &sealed}, func() (err error) {
		found = true
		if question != nil {
			typed[*question], err = o.unsealTyping(typingKind(draft, by.ID, *question), sealed, fields)
		}
		fields = nil
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("typing in draft %d: %w", draft, err)
	}
	if !found {
		return nil, ErrNotFound
	}
	return typed, nil
}

// unsealTyping answers clear where nothing is sealed.
func (o *Office) unsealTyping(kind string, sealed []byte, clear map[string][]string) (fields map[string][]string, err error) {
	if sealed == nil {
		return clear, nil
	}
	text, err := o.register.Unseal(kind, sealed)
	if err != nil {
		return nil, err
	}
	return fields, json.Unmarshal([]byte(text), &fields)
}
