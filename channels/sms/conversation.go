package sms

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
)

// conversation is what is remembered of a phone: which question was asked last, and of whom. Everything else is derived from the draft.
type conversation struct {
	ID       int64
	Phone    string
	Account  int64 // who is being talked to; only ever somebody who has proven it
	Draft    int64
	Asked    string // question last asked
	AskedRev int64  // of that question's answer when it was asked; of the draft at stageCheck
	Misses   int
	Lang     lang.Lang
	Stopped  *time.Time
	Proven   *time.Time
	Memory   memory
	Fresh    bool // nothing was ever said to this phone
}

// memory is the part of a conversation that no query asks for.
type memory struct {
	Stage  stage     `json:"stage,omitempty"`
	Page   int       `json:"page,omitempty"`   // of a long list of choices
	Narrow string    `json:"narrow,omitempty"` // how the choices begin that were last shown
	Back   bool      `json:"back,omitempty"`   // the question asked is one already answered
	Tries  int       `json:"tries,omitempty"`  // wrong proofs since TriedAt
	Tried  time.Time `json:"tried,omitzero"`   // the first of them
	Helped time.Time `json:"helped,omitzero"`  // when a person was last asked to help
}

// stage is what we said last, as far as it decides what a reply means.
type stage string

// The stages.
const (
	stageIdle  stage = ""
	stageWho   stage = "who"   // asked which of several people this is, and to prove it
	stageBorn  stage = "born"  // asked to prove it
	stageAsk   stage = "ask"   // asked conversation.Asked
	stageCheck stage = "check" // everything is answered: SEND?
)

// proofLasts is how long somebody who gave their date of birth is taken for the one at the phone. Days later they give it again.
const proofLasts = 24 * time.Hour

func (c conversation) proven(now time.Time) bool {
	return c.Account != 0 && c.Proven != nil && now.Sub(*c.Proven) < proofLasts
}

// lockConversation reads the conversation with a phone, made where there is none, and keeps everybody else out of it. It is locked
// before any draft, everywhere.
func (d *Desk) lockConversation(ctx context.Context, tx pgx.Tx, phone string, now time.Time) (c conversation, err error) {
	if err := d.reveil(ctx, tx, phone); err != nil {
		return c, err
	}
	args := pgx.NamedArgs{"phone": d.veil(phone), "phones": d.veils(phone), "now": now}
	_, err = tx.Exec(ctx, `
		insert into sms_conversations (phone, lang, touched_at)
		values (@phone, coalesce((select lang from notices where phone = any(@phones) order by id desc limit 1), 'en'), @now)
		on conflict (phone) do nothing`, args)
	if err != nil {
		return c, fmt.Errorf("conversation: %w", err)
	}
	err = tx.QueryRow(ctx, `
		select id, coalesce(head_of(account_id), 0), coalesce(draft_id, 0), asked, asked_rev, misses, lang, stopped_at, proven_at, data,
		       not exists (select from sms_messages m where m.phone = any(@phones) and m.direction = 'out')
		from sms_conversations c where phone = @phone for update`, args).
		Scan(&c.ID, &c.Account, &c.Draft, &c.Asked, &c.AskedRev, &c.Misses, &c.Lang, &c.Stopped, &c.Proven, &c.Memory, &c.Fresh)
	c.Phone = phone
	if err != nil {
		return c, fmt.Errorf("conversation: %w", err)
	}
	return c, nil
}

func (c conversation) save(ctx context.Context, tx pgx.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `
		update sms_conversations
		set account_id = nullif(@account::bigint, 0), draft_id = nullif(@draft::bigint, 0), asked = @asked, asked_rev = @rev,
		    misses = @misses, lang = @lang, stopped_at = @stopped, proven_at = @proven, data = @data, touched_at = @now
		where id = @id`,
		pgx.NamedArgs{"id": c.ID, "account": c.Account, "draft": c.Draft, "asked": c.Asked, "rev": c.AskedRev, "misses": c.Misses,
			"lang": c.Lang, "stopped": c.Stopped, "proven": c.Proven, "data": c.Memory, "now": now})
	if err != nil {
		return fmt.Errorf("conversation %d: %w", c.ID, err)
	}
	return nil
}
