// Package audit records who did or looked at what. Rows are only ever added; the database refuses anything else.
package audit

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/channels"
)

// Role is what sort of actor acts.
type Role string

// The roles an actor can have.
const (
	Citizen Role = "citizen"
	Staff   Role = "staff"
	Helper  Role = "helper"
	System  Role = "system"
)

// Actor is who acts, through which door, for whom and why. It is always an explicit argument, never taken from a context.
type Actor struct {
	Role   Role
	ID     int64         // staff member for Staff, account for Citizen and Helper (0 while unknown), 0 for System
	Agency int64         // the agency whose member the actor is; 0 for citizens and the system
	Door   channels.Kind // channels.None for the system
	For    int64         // the account acted for, when that is somebody else
	Why    string        // the reason, where one is due
	Proven bool          // staff: who they talk with was proven in this conversation
	Caller int64         // staff: the account of the helper they talk with, who speaks for For; 0 for the person themselves
}

// Whom is the account an actor is at: the one acted for, else their own.
func (a Actor) Whom() int64 {
	if a.For != 0 {
		return a.For
	}
	return a.ID
}

// TheSystem is the actor of background jobs.
var TheSystem = Actor{Role: System, Door: channels.None}

// Entry is one line of the log.
type Entry struct {
	Verb    string // 'account.viewed', 'case.decided': noun, dot, past tense
	Account int64  // 0 where there is none, as below
	Draft   int64
	Case    int64
	Why     string // overrides Actor.Why when set
}

// Record adds an entry inside the caller's transaction, so that nothing is done without being recorded.
func Record(ctx context.Context, tx pgx.Tx, by Actor, e Entry) error {
	if _, err := tx.Exec(ctx, insertEntry, entryArgs(by, e)); err != nil {
		return fmt.Errorf("record %s: %w", e.Verb, err)
	}
	return nil
}

// Queue is Record as part of a batch that the caller sends inside their transaction.
func Queue(b *pgx.Batch, by Actor, e Entry) { b.Queue(insertEntry, entryArgs(by, e)) }

const insertEntry = `
	insert into audit_log (actor_role, actor_id, agency_id, door, on_behalf, verb, account_id, draft_id, case_id, why)
	values (@role, @id, nullif(@agency, 0), @door, nullif(@for, 0), @verb, nullif(@account, 0), nullif(@draft, 0), nullif(@case, 0), @why)`

func entryArgs(by Actor, e Entry) pgx.NamedArgs {
	why := e.Why
	if why == "" {
		why = by.Why
	}
	return pgx.NamedArgs{"role": by.Role, "id": by.ID, "agency": by.Agency, "door": by.Door, "for": by.For,
		"verb": e.Verb, "account": e.Account, "draft": e.Draft, "case": e.Case, "why": why}
}
