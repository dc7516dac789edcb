package accounts

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// Shown is a document that somebody showed across the counter, with what was ticked of it.
type Shown struct {
	Document string // a code of proof.Documents
	Number   string
	Expires  *services.Day
	Checks   []string
	Contact  int64
}

// ShowTx records a document shown to a member of staff, and answers what it is worth by what they ticked. Problems, worded by lang
// "proof.problems.<code>": a document not known, a number or a last day that is missing, a day that is over, a check that must be made.
// ErrNotAllowed to who is not staff; another door than the counter gives the problem counter-only.
func (r *Register) ShowTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, s Shown) (proof.Worth, services.Problems, error) {
	if by.Role != audit.Staff {
		return proof.Worth{}, nil, ErrNotAllowed
	}
	d, known := proof.DocumentNamed(s.Document)
	p := problems{}
	p.where(by.Door != channels.Counter, "document", "counter-only")
	p.where(!known, "document", "document-required")
	if len(p) > 0 {
		return proof.Worth{}, services.Problems(p), nil
	}
	p.where(d.Number && documentNumber(s.Number) == "", "number", "number-required")
	p.where(d.Expires && s.Expires == nil, "expires", "expires-required")
	p.where(s.Expires != nil && (!realDay(*s.Expires) || after(r.today(), *s.Expires)), "expires", "expires-over")
	worth, missing := d.Worth(s.Checks)
	for _, check := range missing {
		p.where(true, check, "check-missing")
	}
	if len(p) > 0 {
		return proof.Worth{}, services.Problems(p), nil
	}
	e := Evidence{Kind: DocumentSeen, Document: d.Code, Number: s.Number, Worth: worth, Checks: onlyKnown(s.Checks, append(d.Must(), d.More()...)),
		Contact: s.Contact, Expires: r.lastDayOf(d, s.Expires)}
	_, err := r.AddProofTx(ctx, tx, by, account, e)
	return worth, nil, err
}

// lastDayOf is until when a document counts.
func (r *Register) lastDayOf(d proof.Document, printed *services.Day) time.Time {
	switch {
	case printed != nil:
		return noonOf(*printed)
	case d.Days > 0:
		return r.now().AddDate(0, 0, d.Days)
	}
	return time.Time{}
}

// noonOf is a time of a calendar day in the United Kingdom.
func noonOf(d services.Day) time.Time { return time.Date(d.Y, d.M, d.D, 12, 0, 0, 0, lang.London) }

func onlyKnown(given, known []string) []string {
	return slices.DeleteFunc(slices.Clone(given), func(code string) bool { return !slices.Contains(known, code) })
}

// problems gathers a person's mistakes about proof.
type problems services.Problems

func (p *problems) where(is bool, field, code string) {
	if is {
		*p = append(*p, services.Problem{Question: "proof", Field: field, Code: code})
	}
}

// How long what was looked up counts, in days.
const (
	fraudDays   = 90
	historyDays = 365
)

// LookUpTx records that an identity was looked for among those known to be misused. Problems where too little was looked up to count, and
// where a death is recorded. ErrNotAllowed to who is not staff.
func (r *Register) LookUpTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, looked []string, contact int64) (services.Problems, error) {
	if by.Role != audit.Staff {
		return nil, ErrNotAllowed
	}
	person, err := r.ReadTx(ctx, tx, account)
	if err != nil {
		return nil, err
	}
	p := problems{}
	p.where(person.DiedOn != nil, "fraud", "has-died")
	p.where(proof.FraudScore(looked) == 0, "fraud", "fraud-required")
	if len(p) > 0 {
		return services.Problems(p), nil
	}
	_, err = r.AddProofTx(ctx, tx, by, account, Evidence{Kind: FraudCheck, Checks: onlyKnown(looked, proof.FraudChecks[:]), Contact: contact,
		Worth: proof.Worth{Fraud: proof.FraudScore(looked)}, Expires: r.now().AddDate(0, 0, fraudDays)})
	return nil, err
}

// KnownSinceTx records whose records show the identity being used, and since when. Problems where the source or the day is missing, or
// the time too short to count. ErrNotAllowed to who is not staff.
func (r *Register) KnownSinceTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, source string, since services.Day, contact int64) (services.Problems, error) {
	if by.Role != audit.Staff {
		return nil, ErrNotAllowed
	}
	p := problems{}
	real := realDay(since) && !after(since, r.today())
	p.where(!slices.Contains(proof.Sources[:], source), "source", "source-required")
	p.where(!real, "since", "since-required")
	p.where(real && proof.History(since.Time(), r.now()) == 0, "since", "since-too-short")
	if len(p) > 0 {
		return services.Problems(p), nil
	}
	_, err := r.AddProofTx(ctx, tx, by, account, Evidence{Kind: History, Method: strings.TrimSpace(source), Contact: contact,
		Worth: proof.Worth{Activity: proof.History(since.Time(), r.now())}, Expires: r.now().AddDate(0, 0, historyDays)})
	return nil, err
}

// LookUp is LookUpTx in a transaction of its own.
func (r *Register) LookUp(ctx context.Context, by audit.Actor, account int64, looked []string, contact int64) (p services.Problems, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		p, err = r.LookUpTx(ctx, tx, by, account, looked, contact)
		return err
	})
	return p, err
}

// KnownSince is KnownSinceTx in a transaction of its own.
func (r *Register) KnownSince(ctx context.Context, by audit.Actor, account int64, source string, since services.Day, contact int64) (p services.Problems, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		p, err = r.KnownSinceTx(ctx, tx, by, account, source, since, contact)
		return err
	})
	return p, err
}
