package accounts

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// NewMandate is a mandate to be registered: what Mandate says of it, and what is kept sealed.
type NewMandate struct {
	Mandate
	Document string // number of the power of attorney, order or certificate shown
	Phrase   string // words the helper will be asked for on the phone; "" for none
}

// RegisterMandate lets somebody act for a person from now on, and tells both. Staff register it: on the person's word, where it was
// proven in this conversation who they are (by.Proven); on a request by letter signed by hand; or on a document. Problems are worded
// by lang "helpers.problems.<question>-<code>". ErrNotFound where the person or the helper is none, or is not the actor's to see.
func (r *Register) RegisterMandate(ctx context.Context, by audit.Actor, n NewMandate) (m Mandate, problems services.Problems, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		m, problems, err = r.RegisterMandateTx(ctx, tx, by, n)
		return err
	})
	return m, problems, err
}

// RegisterMandateTx is RegisterMandate inside the caller's transaction.
func (r *Register) RegisterMandateTx(ctx context.Context, tx pgx.Tx, by audit.Actor, n NewMandate) (Mandate, services.Problems, error) {
	if by.Role != audit.Staff || by.ID == 0 {
		return Mandate{}, nil, fmt.Errorf("register a mandate: %w", ErrNotAllowed)
	}
	n, problems, err := r.weighMandate(ctx, tx, by, n)
	if err != nil || len(problems) > 0 {
		return Mandate{}, problems, err
	}
	m, err := r.insertMandate(ctx, tx, by, n, 0, "registered")
	if err != nil {
		return Mandate{}, nil, err
	}
	return m, nil, r.tellBoth(ctx, tx, by.Agency, m, "added")
}

// CheckMandate says what RegisterMandate would find wrong, whoever the helper will turn out to be.
func (r *Register) CheckMandate(ctx context.Context, by audit.Actor, n NewMandate) (problems services.Problems, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		_, problems, err = r.weighMandate(ctx, tx, by, n)
		return err
	})
	return problems, err
}

// weighMandate fills in what follows by itself and says what is wrong.
func (r *Register) weighMandate(ctx context.Context, tx pgx.Tx, by audit.Actor, n NewMandate) (NewMandate, services.Problems, error) {
	p, err := r.lockPerson(ctx, tx, by, n.Account)
	if err != nil {
		return n, nil, err
	}
	n.PersonName = p.FullName
	if n.Helper != 0 {
		var same bool
		err := tx.QueryRow(ctx, `select full_name, id = any(person_of(@person)) from accounts where id = @helper and died_on is null`,
			pgx.NamedArgs{"helper": n.Helper, "person": n.Account}).Scan(&n.HelperName, &same)
		if err != nil {
			return n, services.Problems{{Question: "helper", Code: "required"}}, ignoreNone(err)
		}
		if same {
			return n, services.Problems{{Question: "helper", Code: "oneself"}}, nil
		}
	}
	if n.Draft != 0 {
		var own bool
		err := tx.QueryRow(ctx, `select coalesce((select account_id = any(person_of(@person)) from drafts where id = @draft), false)`,
			pgx.NamedArgs{"draft": n.Draft, "person": n.Account}).Scan(&own)
		if err != nil || !own {
			return n, services.Problems{{Question: "scope", Code: "required"}}, err
		}
	}
	n.fill(r.today(), p.DateOfBirth)
	return n, n.problems(by, r.today(), p.Account), nil
}

// fill sets what was left open: acting shows what one answers, consent begins today and lasts as long as it may.
func (n *NewMandate) fill(today services.Day, born *services.Day) {
	n.HelperName, n.Organisation, n.Document = tidy(n.HelperName), tidy(n.Organisation), tidy(n.Document)
	if n.May.Act {
		n.May.See = true
	}
	if n.Starts == (services.Day{}) {
		n.Starts = today
	}
	if n.Mail == "" {
		n.Mail = "person"
	}
	if n.Ends == nil {
		n.Ends, _ = LatestEnd(n.Kind, n.Starts, born)
	}
}

func (n *NewMandate) problems(by audit.Actor, today services.Day, person Account) (out services.Problems) {
	wrong := func(bad bool, question, code string) {
		if bad {
			out = append(out, services.Problem{Question: question, Code: code})
		}
	}
	wrong(person.DiedOn != nil, "helper", "died")
	wrong(n.HelperName == "", "helper", "required")
	wrong(len([]rune(n.HelperName)) > longestName || len([]rune(n.Organisation)) > longestName, "helper", "too-long")
	wrong(!slices.Contains(MandateKinds, n.Kind), "kind", "required")
	wrong(n.Kind == Charity && n.Organisation == "", "organisation", "required")
	wrong(!slices.Contains(Relationships, n.Relationship), "relationship", "required")
	wrong(!slices.Contains(HelperReasons, n.Reason), "reason", "required")
	wrong(n.May == Rights{}, "rights", "required")
	wrong(n.Draft != 0 && n.Service != "" || !slices.Contains(Areas, n.Area) || n.Area != "" && n.Kind != Attorney && n.Kind != Deputy, "scope", "required")
	wrong(!slices.Contains(MailTo, n.Mail) || n.Mail == "instead" && n.Kind.ByConsent(), "mail", "not-instead")
	wrong(n.Phrase != "" && !phraseLongEnough(n.Phrase), "phrase", "too-short")
	return append(append(out, n.wrongDays(today, person.DateOfBirth)...), n.wrongEvidence(by, today)...)
}

func (n *NewMandate) wrongDays(today services.Day, born *services.Day) services.Problems {
	last, known := LatestEnd(n.Kind, n.Starts, born)
	switch {
	case !known:
		return services.Problems{{Question: "ends", Code: "birth-unknown"}}
	case !realDay(n.Starts) || after(n.Starts, services.Period{Months: consentMonths}.After(today)):
		return services.Problems{{Question: "starts", Code: "not-real"}}
	case n.Ends == nil && last == nil:
		return nil
	case n.Kind == Parent && after(today, *last):
		return services.Problems{{Question: "kind", Code: "of-age"}}
	case n.Ends == nil || !realDay(*n.Ends) || after(n.Starts, *n.Ends) || after(today, *n.Ends):
		return services.Problems{{Question: "ends", Code: "past"}}
	case last != nil && after(*n.Ends, *last):
		return services.Problems{{Question: "ends", Code: "too-late"}}
	}
	return nil
}

// wrongEvidence asks for what the kind must rest on. Staff cannot say that somebody asked whom they have not proven to be the person.
func (n *NewMandate) wrongEvidence(by audit.Actor, today services.Day) (out services.Problems) {
	wrong := func(question, code string) services.Problems {
		return append(out, services.Problem{Question: question, Code: code})
	}
	if by.Role == audit.Citizen {
		if n.Evidence != AskedOnline || !n.Kind.ByConsent() {
			return wrong("evidence", "required")
		}
		return nil
	}
	switch {
	case !slices.Contains(n.Kind.Evidences(), n.Evidence):
		return wrong("evidence", "required")
	case n.Evidence == AskedSpeaking && (!by.Proven || by.Caller != 0):
		return wrong("evidence", "not-proven")
	case n.Evidence == AskedInWriting && (n.Arrived == nil || !realDay(*n.Arrived) || after(*n.Arrived, today)):
		return wrong("arrived", "not-real")
	case n.Evidence == AskedInWriting && !n.Signed:
		return wrong("signed", "required")
	case (n.Evidence == LastingPower || n.Evidence == CourtOrder) && n.Document == "":
		return wrong("document", "required")
	}
	return nil
}

// insertMandate writes it, what became of it, and who did it.
func (r *Register) insertMandate(ctx context.Context, tx pgx.Tx, by audit.Actor, n NewMandate, code int64, what string) (Mandate, error) {
	phrase, err := hashPhrase(n.Phrase)
	if err != nil {
		return Mandate{}, err
	}
	err = tx.QueryRow(ctx, `
		insert into mandates (account_id, helper_id, helper_name, organisation, kind, relationship, reason, service, draft_id, area, may_see, may_talk,
		                      may_act, mail, evidence, document, document_finger, arrived_on, signed, starts_on, ends_on, phrase, code_id, made_role,
		                      made_by, made_door, agency_id)
		values (@account, nullif(@helper::bigint, 0), @name, @organisation, @kind, @relationship, @reason, @service, nullif(@draft::bigint, 0), @area,
		        @see, @talk, @act, @mail, @evidence, @document, @finger, @arrived, @signed, @starts, @ends, @phrase, nullif(@code::bigint, 0), @role,
		        @by, @door, nullif(@agency::bigint, 0))
		returning id`,
		pgx.NamedArgs{"account": n.Account, "helper": n.Helper, "name": n.HelperName, "organisation": n.Organisation, "kind": n.Kind,
			"relationship": n.Relationship, "reason": n.Reason, "service": n.Service, "draft": n.Draft, "area": n.Area, "see": n.May.See,
			"talk": n.May.Talk, "act": n.May.Act, "mail": n.Mail, "evidence": n.Evidence, "document": r.sealDocument(n.Document),
			"finger": r.fingerDocument(n.Document), "arrived": date(n.Arrived), "signed": n.Signed, "starts": n.Starts.Time(), "ends": date(n.Ends),
			"phrase": phrase, "code": code, "role": by.Role, "by": by.ID, "door": by.Door, "agency": by.Agency}).Scan(&n.ID)
	if err != nil {
		return Mandate{}, fmt.Errorf("register a mandate for account %d: %w", n.Account, err)
	}
	m, err := r.mandate(ctx, tx, n.ID, false)
	if err != nil {
		return Mandate{}, err
	}
	return m, r.mandateBecame(ctx, tx, by, m, what, nil)
}

// mandateBecame writes what became of a mandate, and that it was done.
func (r *Register) mandateBecame(ctx context.Context, tx pgx.Tx, by audit.Actor, m Mandate, what string, data map[string]any) error {
	if data == nil {
		data = map[string]any{}
	}
	_, err := tx.Exec(ctx, `
		insert into mandate_changes (mandate_id, what, data, actor_role, actor_id, door) values (@mandate, @what, @data, @role, @by, @door)`,
		pgx.NamedArgs{"mandate": m.ID, "what": what, "data": data, "role": by.Role, "by": by.ID, "door": by.Door})
	if err != nil {
		return fmt.Errorf("mandate %d %s: %w", m.ID, what, err)
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "mandate." + what, Account: m.Account})
}

// mandate reads one, locked for writing when lock is set. ErrNotFound.
func (r *Register) mandate(ctx context.Context, tx pgx.Tx, id int64, lock bool) (Mandate, error) {
	if lock {
		if _, err := tx.Exec(ctx, `select id from mandates where id = @id for no key update`, pgx.NamedArgs{"id": id}); err != nil {
			return Mandate{}, fmt.Errorf("lock mandate %d: %w", id, err)
		}
	}
	all, err := r.mandates(ctx, tx, `m.id = @id`, pgx.NamedArgs{"id": id})
	if err != nil {
		return Mandate{}, err
	}
	if len(all) == 0 {
		return Mandate{}, ErrNotFound
	}
	return all[0], nil
}
