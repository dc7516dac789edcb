package phone

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// AskReference asks for the reference that stands on our letters; it joins what accounts can ask. Worded by lang "proof.ask.reference".
const AskReference = "reference"

// A sheet asks three things where the record has as many, and two at least: one alone is known to neighbours. Two sheets at most are
// put to somebody in one conversation.
const (
	mostAsked   = 3
	fewestAsked = 2
	sheets      = 2
)

// knowledgeDays is how long having known these things counts as evidence.
const knowledgeDays = 30

// Sheet is what the system picked to be asked: none of it was told by this caller, or by any in the last month. The right answers are
// not on it, and are shown to nobody.
type Sheet struct {
	ID    int64
	Kinds []string // worded by lang "proof.ask.<kind>"
}

// Questions are what the person on the line is to be asked. Asked for again before they are answered they are the same: nobody shops
// for easier ones. An empty sheet where the record cannot tell, or as many as may be were asked. ErrNotFound as Proofs.
func (l *Log) Questions(ctx context.Context, by audit.Actor, contact int64) (s Sheet, err error) {
	err = l.proving(ctx, by, contact, func(tx pgx.Tx, p proving) error {
		if s, err = openSheet(ctx, tx, p); err != nil || s.ID != 0 {
			return err
		}
		kinds, err := l.askable(ctx, tx, p)
		if err != nil || len(kinds) < fewestAsked {
			return err
		}
		rand.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
		s.Kinds = kinds[:min(len(kinds), mostAsked)]
		return tx.QueryRow(ctx, `
			insert into contact_questions (contact_id, account_id, asked, asked_at) values (@contact, @account, @kinds, @now) returning id`,
			pgx.NamedArgs{"contact": p.contact, "account": p.account, "kinds": s.Kinds, "now": time.Now()}).Scan(&s.ID)
	})
	return s, err
}

func openSheet(ctx context.Context, tx pgx.Tx, p proving) (s Sheet, err error) {
	err = tx.QueryRow(ctx, `
		select id, asked from contact_questions where contact_id = @contact and account_id = @account and answered_at is null order by id limit 1`,
		pgx.NamedArgs{"contact": p.contact, "account": p.account}).Scan(&s.ID, &s.Kinds)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return s, fmt.Errorf("questions in contact %d: %w", p.contact, err)
	}
	return s, nil
}

// askable are the kinds that can be asked still: what an open sheet asks, else what no sheet of this conversation has.
func (l *Log) askable(ctx context.Context, tx pgx.Tx, p proving) (kinds []string, err error) {
	if s, err := openSheet(ctx, tx, p); err != nil || s.ID != 0 {
		return s.Kinds, err
	}
	var before int
	var asked []string
	err = tx.QueryRow(ctx, `
		select count(distinct q.id), coalesce(array_agg(k), '{}') from contact_questions q, unnest(q.asked) k
		where q.contact_id = @contact and q.account_id = @account`,
		pgx.NamedArgs{"contact": p.contact, "account": p.account}).Scan(&before, &asked)
	if err != nil {
		return nil, fmt.Errorf("questions in contact %d: %w", p.contact, err)
	}
	if before >= sheets {
		return nil, nil
	}
	held, err := l.holdings(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		if !slices.Contains(asked, h.Kind) && !slices.Contains(p.told, h.Kind) {
			kinds = append(kinds, h.Kind)
		}
	}
	return kinds, nil
}

// holdings are what accounts holds, and the references of what the person has with us, from before the last month.
func (l *Log) holdings(ctx context.Context, tx pgx.Tx, p proving) ([]accounts.Holding, error) {
	before := p.began.Add(-lately)
	held, err := l.register.HeldTx(ctx, tx, p.account, before)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		select c.reference from cases c where c.account_id = any(person_of(@account)) and c.submitted_at < @before`,
		pgx.NamedArgs{"account": p.account, "before": before})
	if err != nil {
		return nil, fmt.Errorf("references in contact %d: %w", p.contact, err)
	}
	references, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("references in contact %d: %w", p.contact, err)
	}
	if len(references) > 0 {
		held = append(held, accounts.Holding{Kind: AskReference, Right: func(typed string) bool {
			ref, ok := cases.ReadReference(typed)
			return ok && slices.Contains(references, ref)
		}})
	}
	return held, nil
}

// AnswerQuestions judges what the person on the line answered, as typed for each kind; a blank is "I don't know". It is enough when two
// are right and none is wrong, and answers that and nothing more: nobody learns which. A sheet counts once. accounts.ErrThrottled
// after three that were not enough for one person in a day, whoever asked.
func (l *Log) AnswerQuestions(ctx context.Context, by audit.Actor, contact, sheet int64, typed map[string]string) (enough bool, err error) {
	var account int64
	err = l.proving(ctx, by, contact, func(_ pgx.Tx, p proving) error { account = p.account; return nil })
	if err != nil {
		return false, err
	}
	if err := l.register.TryProof(ctx, by, account); err != nil {
		return false, err
	}
	err = l.proving(ctx, by, contact, func(tx pgx.Tx, p proving) error {
		s, err := openSheet(ctx, tx, p)
		if err != nil || s.ID != sheet || p.account != account {
			return err
		}
		right, bad, err := l.judge(ctx, tx, p, s, typed)
		if err != nil {
			return err
		}
		enough = len(right) >= fewestAsked && bad == 0
		_, err = tx.Exec(ctx, `update contact_questions set answered_at = now(), enough = @enough where id = @id`, pgx.NamedArgs{"id": s.ID, "enough": enough})
		if err != nil {
			return fmt.Errorf("answer questions %d: %w", s.ID, err)
		}
		if !enough {
			return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.not-proven", Account: p.account})
		}
		return l.knew(ctx, tx, by, p, right)
	})
	if err == nil && enough {
		err = l.register.ProofTried(ctx, by, account)
	}
	return enough, err
}

// judge says which were right and how many were wrong.
func (l *Log) judge(ctx context.Context, tx pgx.Tx, p proving, s Sheet, typed map[string]string) (right []string, bad int, err error) {
	held, err := l.holdings(ctx, tx, p)
	if err != nil {
		return nil, 0, err
	}
	for _, kind := range s.Kinds {
		i := slices.IndexFunc(held, func(h accounts.Holding) bool { return h.Kind == kind })
		switch answer := trimmed(typed[kind]); {
		case answer == "" || i < 0: // not known, or the record changed under the question
		case held[i].Right(answer):
			right = append(right, kind)
		default:
			bad++
		}
	}
	return right, bad, nil
}

// knew has the conversation proven and adds the evidence.
func (l *Log) knew(ctx context.Context, tx pgx.Tx, by audit.Actor, p proving, right []string) error {
	w := proof.Worth{Verification: 1}
	if len(right) == mostAsked {
		w.Verification = 2
	}
	_, err := l.register.AddProofTx(ctx, tx, by, p.account, accounts.Evidence{Kind: accounts.Knew, Worth: w, Checks: right, Contact: p.contact,
		Expires: time.Now().AddDate(0, 0, knowledgeDays)})
	if err != nil {
		return err
	}
	return proveTx(ctx, tx, by, p, right...)
}

// ReadDigits has the conversation proven where the digits read back are those that were texted in it; see accounts.ReadDigits.
func (l *Log) ReadDigits(ctx context.Context, by audit.Actor, contact int64, typed string) (right bool, err error) {
	var about proving
	if err := l.proving(ctx, by, contact, func(_ pgx.Tx, p proving) error { about = p; return nil }); err != nil {
		return false, err
	}
	return l.register.ReadDigits(ctx, by, about.account, contact, typed, func(tx pgx.Tx) error { return proveTx(ctx, tx, by, about, ByText) })
}

// TextDigits texts six digits to the person on the line; see accounts.TextDigitsTx.
func (l *Log) TextDigits(ctx context.Context, by audit.Actor, contact int64) (why accounts.Refusal, err error) {
	err = l.proving(ctx, by, contact, func(tx pgx.Tx, p proving) error {
		why, err = l.register.TextDigitsTx(ctx, tx, by, p.account, contact)
		return err
	})
	return why, err
}

// ReadLetter has the conversation proven by the code that was posted to the person, read from their letter, with their date of birth. It
// answers false for every kind of wrong, another person's code among them; accounts.ErrThrottled as accounts.UseCode.
func (l *Log) ReadLetter(ctx context.Context, by audit.Actor, contact int64, typed string, born services.Day) (right bool, err error) {
	var account int64
	if err := l.proving(ctx, by, contact, func(_ pgx.Tx, p proving) error { account = p.account; return nil }); err != nil {
		return false, err
	}
	code, err := l.register.UseCode(ctx, typed, born, fmt.Sprintf("staff %d", by.ID), time.Now())
	if errors.Is(err, accounts.ErrCode) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = l.proving(ctx, by, contact, func(tx pgx.Tx, p proving) error {
		theirs, err := accounts.PersonTx(ctx, tx, p.account)
		if err != nil || p.account != account || code.Purpose != "sign-in" || !slices.Contains(theirs, code.Account) {
			return err
		}
		if err := l.register.ProvenByCodeTx(ctx, tx, by, code); err != nil {
			return err
		}
		right = true
		return proveTx(ctx, tx, by, p, ByLetter)
	})
	return right, err
}
