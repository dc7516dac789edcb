package accounts

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/attempts"
	"github.com/samedoor/samedoor/services"
)

// What a caller can be asked to show who they are, as far as the record has it; worded by lang "proof.ask.<code>".
const (
	AskBirth      = "date-of-birth"
	AskPostcode   = "postcode"
	AskOldPost    = "former-postcode"
	AskMobile     = "mobile-end"
	AskLandline   = "landline-end"
	AskNINO       = "nino-end"
	AskFormerName = "former-name"
)

// Holding is one thing on a person's record that a caller can be asked, and a rule that says whether what they answered is right.
type Holding struct {
	Kind  string
	Right func(typed string) bool
}

// HeldTx is what the record of a person has had since before a time: what was told later by whoever called proves nothing of who calls
// now. A person whose details were changed since is not asked for what has no date of its own.
func (r *Register) HeldTx(ctx context.Context, tx pgx.Tx, account int64, before time.Time) ([]Holding, error) {
	p, err := r.readPerson(ctx, tx, account)
	if err != nil {
		return nil, err
	}
	var old struct {
		record, mobile, landline, address, former bool
	}
	err = tx.QueryRow(ctx, `
		with one as (select unnest(person_of(@account)) as id)
		select (select min(a.created_at) from accounts a join one using (id)) < @before
		       and not exists (select from audit_log l where l.account_id = any(person_of(@account)) and l.verb = 'account.changed' and l.at >= @before),
		       coalesce((select bool_and(c.since < @before) from account_contacts c join one on one.id = c.account_id where c.kind = 'mobile' and c.current), false),
		       coalesce((select bool_and(c.since < @before) from account_contacts c join one on one.id = c.account_id where c.kind = 'landline' and c.current), false),
		       coalesce((select bool_and(x.since < @before) from account_addresses x join one on one.id = x.account_id where x.current), false),
		       coalesce((select bool_and(n.since < @before) from account_names n join one on one.id = n.account_id where n.kind <> 'current'), false)`,
		pgx.NamedArgs{"account": account, "before": before}).Scan(&old.record, &old.mobile, &old.landline, &old.address, &old.former)
	if err != nil {
		return nil, fmt.Errorf("what account %d has: %w", account, err)
	}
	var held []Holding
	add := func(has bool, kind string, right func(string) bool) {
		if has {
			held = append(held, Holding{kind, right})
		}
	}
	add(old.record && p.DateOfBirth != nil, AskBirth, func(typed string) bool { return saysDay(typed, *p.DateOfBirth, r.today()) })
	add(old.address && p.Address != nil && p.Address.Postcode != "", AskPostcode, func(typed string) bool { return saysPostcode(typed, p.Address.Postcode) })
	former := formerPostcodes(p)
	add(old.record && len(former) > 0, AskOldPost, func(typed string) bool {
		return slices.ContainsFunc(former, func(post string) bool { return saysPostcode(typed, post) })
	})
	add(old.mobile && p.Mobile != "", AskMobile, func(typed string) bool { return saysEnd(match.Digits(typed), match.Digits(p.Mobile)) })
	add(old.landline && p.Landline != "", AskLandline, func(typed string) bool { return saysEnd(match.Digits(typed), match.Digits(p.Landline)) })
	add(old.record && p.NINO != "", AskNINO, func(typed string) bool { return saysEnd(documentNumber(typed), documentNumber(p.NINO)) })
	add(old.former && len(p.Previous) > 0, AskFormerName, func(typed string) bool { return saysName(typed, p.Previous) })
	return held, nil
}

func formerPostcodes(p person) (former []string) {
	for _, at := range p.places {
		if !at.current && at.Postcode != "" && (p.Address == nil || at.Postcode != p.Address.Postcode) {
			former = append(former, at.Postcode)
		}
	}
	return former
}

// saysDay says whether a day, written in any way, is this one and no other as well.
func saysDay(typed string, day, today services.Day) bool {
	days := readLine(typed, today).days
	return len(days) > 0 && !slices.ContainsFunc(days, func(d dated) bool { return d.day != day })
}

func saysPostcode(typed, post string) bool {
	p, ok := readPostcode(typed)
	return ok && p == post
}

// endAsked is how many characters from the end of a number are asked for.
const endAsked = 4

// saysEnd says whether what was typed is the end of a number: four characters of it, or more.
func saysEnd(typed, number string) bool {
	return len(typed) >= endAsked && strings.HasSuffix(number, typed)
}

// saysName says whether a name is one of these, or its last word.
func saysName(typed string, names []string) bool {
	said := strings.Join(match.NameWords(typed), " ")
	return said != "" && slices.ContainsFunc(names, func(full string) bool {
		words := match.NameWords(full)
		return said == strings.Join(words, " ") || len(words) > 0 && said == words[len(words)-1]
	})
}

// Told are the kinds of what a line somebody was searched by gives away: it was said by the caller, who is not asked it again.
func Told(line string, today services.Day) (told []string) {
	a := readLine(line, today)
	for kind, is := range map[string]bool{AskBirth: len(a.days) > 0, AskPostcode: len(a.postcodes) > 0, AskOldPost: len(a.postcodes) > 0,
		AskMobile: len(a.phones)+len(a.ends) > 0, AskLandline: len(a.phones)+len(a.ends) > 0, AskNINO: len(a.ninos) > 0, AskFormerName: len(a.words) > 0} {
		if is {
			told = append(told, kind)
		}
	}
	slices.Sort(told)
	return told
}

// How often proof by what somebody knows may fail: for one person in a day, whoever asks, and for one member of staff, whoever calls.
const (
	provesByAccount = 3
	provesByStaff   = 20
	provesWindow    = 24 * time.Hour
)

// TryProof counts one try to prove who somebody is by what they know; ErrThrottled where there were enough today. Give it back with
// ProofTried when it turned out well.
func (r *Register) TryProof(ctx context.Context, by audit.Actor, account int64) error {
	return r.try(ctx, r.now(), r.proofTries(by, account)...)
}

// ProofTried takes back what TryProof counted: it was the right person.
func (r *Register) ProofTried(ctx context.Context, by audit.Actor, account int64) error {
	tries := r.proofTries(by, account)
	if err := r.tries.Forget(ctx, tries[0]); err != nil {
		return err
	}
	return r.tries.ForgetOne(ctx, tries[1])
}

func (r *Register) proofTries(by audit.Actor, account int64) []attempts.Try {
	return []attempts.Try{
		{What: "proof-account", Subject: strconv.FormatInt(account, 10), Max: provesByAccount, Window: provesWindow},
		{What: "proof-staff", Subject: strconv.FormatInt(by.ID, 10), Max: provesByStaff, Window: provesWindow},
	}
}
