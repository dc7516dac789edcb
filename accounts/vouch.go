package accounts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// Vouching is a vouch as it is taken.
type Vouching struct {
	Voucher
	Close   bool // the voucher is family, of the same household, or paid by the person
	Contact int64
}

// VouchTx records that a person of standing vouched for somebody, and answers what that is worth. Problems, worded by lang
// "proof.problems.<code>", say why it counts for nothing. A voucher said to be proven must have an account that meets medium, and
// nobody vouches for themselves. ErrNotAllowed to who is not staff.
func (r *Register) VouchTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, v Vouching) (proof.Worth, services.Problems, error) {
	if by.Role != audit.Staff {
		return proof.Worth{}, nil, ErrNotAllowed
	}
	person, err := r.ReadTx(ctx, tx, account)
	if err != nil {
		return proof.Worth{}, nil, err
	}
	p := problems{}
	p.where(tidy(v.Name) == "", "voucher", "voucher-required")
	p.where(tidy(v.Relationship) == "", "relationship", "relationship-required")
	p.where(v.IdentifiedBy == "register" && documentNumber(v.Registered) == "", "registered", "registered-required")
	p.where(v.Method == "together" && by.Door != channels.Counter, "method", "counter-only")
	if v.Phone != "" {
		phone, ok := readPhone(v.Phone)
		p.where(!ok, "phone", "phone-not-real")
		v.Phone = phone
	}
	p.where(v.Method == "call-back" && v.Phone == "", "phone", "phone-required")
	if err := r.voucherProven(ctx, tx, account, v.Voucher, &p); err != nil {
		return proof.Worth{}, nil, err
	}
	certificate, err := hasCertificate(ctx, tx, account)
	if err != nil {
		return proof.Worth{}, nil, err
	}
	if v.Position == proof.Parent && person.DateOfBirth != nil {
		v.KnownSince = *person.DateOfBirth
	}
	rule := proof.Vouch{Certificate: certificate, Position: v.Position, IdentifiedBy: v.IdentifiedBy, Method: v.Method, Close: v.Close, Since: startOf(&v.KnownSince),
		Born: startOf(person.DateOfBirth)}
	worth, until, wrong := rule.Worth(r.now())
	for _, code := range wrong {
		p.where(true, fieldOf[code], code)
	}
	if len(p) > 0 {
		return proof.Worth{}, services.Problems(p), nil
	}
	e := Evidence{Kind: Vouched, Worth: worth, Method: v.Method, Contact: v.Contact, Expires: until, Voucher: &v.Voucher}
	_, err = r.AddProofTx(ctx, tx, by, account, e)
	return worth, nil, err
}

// fieldOf is where a problem of a vouch is put right.
var fieldOf = map[string]string{proof.NotOfStanding: "position", proof.TooClose: "close", proof.TooShort: "known", proof.BeforeBirth: "known",
	proof.NotIdentified: "identified", proof.NoMethod: "method", proof.NotAChild: "position", proof.NoCertificate: "position",
	proof.NotProven: "identified", proof.NotTogether: "method"}

// hasCertificate says whether a birth or adoption certificate of somebody was seen, which names the parents.
func hasCertificate(ctx context.Context, tx pgx.Tx, account int64) (has bool, err error) {
	err = tx.QueryRow(ctx, `
		select exists (
			select from account_proofs p
			where p.account_id = any(person_of(@account)) and p.document in ('birth-certificate', 'adoption-certificate')
			  and not exists (select from account_proofs_withdrawn w where w.proof_id = p.id))`, pgx.NamedArgs{"account": account}).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("certificate of account %d: %w", account, err)
	}
	return has, nil
}

// voucherProven sees to it that a voucher who is said to be proven is, and is somebody else.
func (r *Register) voucherProven(ctx context.Context, tx pgx.Tx, account int64, v Voucher, p *problems) error {
	if v.Account == 0 {
		p.where(v.IdentifiedBy == "proven", "identified", "voucher-account-required")
		return nil
	}
	themselves, err := PersonTx(ctx, tx, account)
	if err != nil {
		return err
	}
	p.where(slices.Contains(themselves, v.Account), "voucher", "voucher-themselves")
	s, err := StandingTx(ctx, tx, v.Account, r.now())
	p.where(err == nil && v.IdentifiedBy == "proven" && !s.Meets(string(proof.Medium)), "identified", "voucher-not-proven")
	return err
}

func startOf(d *services.Day) time.Time {
	if d == nil || *d == (services.Day{}) {
		return time.Time{}
	}
	return d.Time()
}
