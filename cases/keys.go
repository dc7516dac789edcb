package cases

import (
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// personQuestions are the ids of the questions that are about the person a service is for.
func personQuestions(p services.Person) []string {
	all := []string{p.Name, p.BirthName, p.DateOfBirth, p.Address, p.Mobile, p.Phone, p.Email, p.NINO}
	return slices.DeleteFunc(all, func(id string) bool { return id == "" })
}

func aboutPerson(p services.Person, question string) bool {
	return slices.Contains(personQuestions(p), question)
}

// person is who the draft is about, as its answers tell: only answers to questions that are still asked count.
func person(d Draft, today services.Day) accounts.Details {
	given := d.Values()
	still := services.Answers{}
	for _, q := range d.Service.Path(given, today) {
		if v, ok := given[q.ID]; ok {
			still[q.ID] = v
		}
	}
	p := d.Service.Person
	out := accounts.Details{
		FullName: still[p.Name].Text, Previous: still[p.BirthName].Text, DateOfBirth: still[p.DateOfBirth].Date,
		Address: still[p.Address].Address, Mobile: still[p.Mobile].Text, Landline: still[p.Phone].Text,
		Email: still[p.Email].Text, NINO: still[p.NINO].Text,
		Needs: accounts.Needs{Written: d.Lang, Spoken: string(d.Lang), Format: accounts.Standard, SafeCall: accounts.Unasked,
			SafeText: accounts.Unasked, SafeEmail: accounts.Unasked, SafeWrite: accounts.Unasked, MayAnnounce: true},
	}
	if out.Needs.Written == "" {
		out.Needs.Written = lang.En
	}
	// The other phone may be the only one, and a mobile: UK mobiles begin 07.
	if out.Mobile == "" && strings.HasPrefix(out.Landline, "+447") {
		out.Mobile, out.Landline = out.Landline, ""
	}
	return out
}

// refreshKeys makes the draft found by the person as now answered, and by nobody it was about before.
func (w *writing) refreshKeys() {
	keys := w.office.register.Keys(person(w.draft, w.office.today()))
	w.batch.Queue(`delete from draft_keys where draft_id = @draft`, pgx.NamedArgs{"draft": w.draft.ID})
	w.batch.Queue(`insert into draft_keys (key, draft_id) select distinct unnest(@keys::bigint[]), @draft::bigint`,
		pgx.NamedArgs{"keys": keys, "draft": w.draft.ID})
}
