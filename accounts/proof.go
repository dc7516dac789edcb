package accounts

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// ProofKind is what sort of evidence of identity something is; worded by lang "proof.kinds.<kind>".
type ProofKind string

// The kinds of evidence.
const (
	DocumentSeen ProofKind = "document"    // shown across the counter
	Vouched      ProofKind = "vouch"       // a person of standing vouched
	Knew         ProofKind = "knowledge"   // answered what we hold, on the telephone
	TextCode     ProofKind = "text-code"   // read back what was texted to a number long on record
	LetterCode   ProofKind = "letter-code" // had the code that was posted to the address on record
	OneLogin     ProofKind = "one-login"   // GOV.UK One Login said so
	History      ProofKind = "history"     // records show the identity being used over time
	FraudCheck   ProofKind = "fraud-check" // looked for among identities known to be false or misused
)

// Evidence is one piece of evidence of who somebody is, or one check.
type Evidence struct {
	Kind     ProofKind
	Document string // DocumentSeen: a code of proof.Documents
	Number   string // of the document; kept sealed
	Worth    proof.Worth
	Checks   []string // what was looked at or asked, as codes
	Method   string
	Contact  int64     // the conversation it was taken in; 0 outside one
	Expires  time.Time // the last day it counts; zero: until it is withdrawn
	Voucher  *Voucher  // Vouched
}

// Voucher is a person of standing who knows somebody and says so.
type Voucher struct {
	Name         string
	Account      int64  // the voucher's own, where they have one; needed where IdentifiedBy is "proven"
	Position     string // a code of proof.Positions
	Organisation string
	Registered   string // number in a professional register; kept sealed
	Phone        string // of the organisation, looked up and not given by the voucher; kept sealed
	IdentifiedBy string // a code of proof.Identified
	Relationship string
	KnownSince   services.Day
	Method       string // a code of proof.VouchMethods
	Statement    string
}

// What sealed numbers of this file are bound to.
const (
	sealedDocument   = "account_proofs.number"
	sealedRegistered = "account_vouchers.registered"
	sealedVoucher    = "account_vouchers.phone"
)

// AddProofTx adds evidence to an account, inside the caller's transaction, and answers its id. What the person then amounts to is
// StandingTx. ErrNotFound where the actor may not see the account.
func (r *Register) AddProofTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, e Evidence) (id int64, err error) {
	if err := r.lock(ctx, tx, by, account); err != nil {
		return 0, err
	}
	number := documentNumber(e.Number)
	if e.Checks == nil {
		e.Checks = []string{}
	}
	err = tx.QueryRow(ctx, `
		insert into account_proofs (account_id, kind, document, number, number_finger, strength, validity, activity, fraud, verification,
		                            checks, method, door, actor_role, actor_id, agency_id, contact_id, given_at, expires_on)
		values (@account, @kind, @document, @number, @finger, @strength, @validity, @activity, @fraud, @verification,
		        @checks, @method, @door, @role, @by, nullif(@agency::bigint, 0), nullif(@contact::bigint, 0), @now, @expires)
		returning id`,
		pgx.NamedArgs{"account": account, "kind": e.Kind, "document": e.Document, "number": r.Seal(sealedDocument, number),
			"finger": r.Finger(sealedDocument+":"+e.Document, number), "strength": e.Worth.Strength, "validity": e.Worth.Validity,
			"activity": e.Worth.Activity, "fraud": e.Worth.Fraud, "verification": e.Worth.Verification, "checks": e.Checks,
			"method": e.Method, "door": by.Door, "role": by.Role, "by": by.ID, "agency": by.Agency, "contact": e.Contact,
			"now": r.now(), "expires": lastDay(e.Expires)}).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("add proof to account %d: %w", account, err)
	}
	if e.Voucher != nil {
		if err := r.addVoucher(ctx, tx, id, *e.Voucher); err != nil {
			return 0, err
		}
	}
	return id, audit.Record(ctx, tx, by, audit.Entry{Verb: "account.proof_added", Account: account})
}

func (r *Register) addVoucher(ctx context.Context, tx pgx.Tx, id int64, v Voucher) error {
	_, err := tx.Exec(ctx, `
		insert into account_vouchers (proof_id, full_name, account_id, position, organisation, registered, phone, identified_by, relationship,
		                              known_since, method, statement)
		values (@id, @name, nullif(@account::bigint, 0), @position, @organisation, @registered, @phone, @identified, @relationship, @since, @method, @statement)`,
		pgx.NamedArgs{"id": id, "name": tidy(v.Name), "account": v.Account, "position": v.Position, "organisation": tidy(v.Organisation),
			"registered": r.Seal(sealedRegistered, documentNumber(v.Registered)), "phone": r.Seal(sealedVoucher, v.Phone),
			"identified": v.IdentifiedBy, "relationship": tidy(v.Relationship), "since": v.KnownSince.Time(), "method": v.Method,
			"statement": strings.TrimSpace(v.Statement)})
	if err != nil {
		return fmt.Errorf("add voucher to proof %d: %w", id, err)
	}
	return nil
}

// documentNumber is a number as it is compared: documents print spaces and dashes where they please.
func documentNumber(typed string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToUpper(typed))
}

// lastDay is the calendar day of a time in the United Kingdom as a date column takes it; nothing for the zero time.
func lastDay(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return services.DayOf(t.In(lang.London)).Time()
}

// now is the register's clock.
func (r *Register) now() time.Time {
	if r.Now != nil {
		return r.Now()
	}
	return time.Now()
}

// Proof is evidence on record.
type Proof struct {
	ID       int64
	Kind     ProofKind
	Document string
	Ending   string // the last three characters of the document's number, to tell two apart
	Worth    proof.Worth
	Checks   []string
	Method   string
	Door     channels.Kind
	Role     audit.Role
	By       int64
	Agency   int64
	At       time.Time
	Expires  *time.Time // the last day it counts
	Out      string     // why it counts no more, "" while it counts: 'withdrawn', 'expired'
	Voucher  string     // who vouched
	Position string
}
