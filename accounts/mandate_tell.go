package accounts

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
)

// tellBoth tells person and helper what became of a mandate, each in their own words: lang "helpers.notices.<kind>" and "…-you". Who was
// only invited is told nothing: we do not know them.
func (r *Register) tellBoth(ctx context.Context, tx pgx.Tx, agency int64, m Mandate, kind string) error {
	words := r.mandateWords(m)
	if _, err := r.TellTx(ctx, tx, Notice{Account: m.Account, Agency: agency, Kind: "helpers." + kind, About: m.ID, Words: words}); err != nil {
		return err
	}
	if m.Helper == 0 {
		return nil
	}
	_, err := r.TellTx(ctx, tx, Notice{Account: m.Helper, Agency: agency, Kind: "helpers." + kind + "-you", About: m.ID, Words: words})
	return err
}

// mandateWords are what the sentences about a mandate are filled with, in both languages.
func (r *Register) mandateWords(m Mandate) map[lang.Lang]map[string]string {
	out := map[lang.Lang]map[string]string{}
	for _, l := range lang.All {
		out[l] = map[string]string{"helper": m.Known(l), "person": m.PersonName, "rights": m.RightsIn(l), "scope": r.ScopeIn(l, m), "last": m.LastIn(l)}
	}
	return out
}

// Known is the helper by name, with whose worker they are.
func (m Mandate) Known(l lang.Lang) string {
	if m.Organisation == "" {
		return m.HelperName
	}
	return lang.T(l, "helpers.of_organisation", "name", m.HelperName, "organisation", m.Organisation)
}

// RightsIn says what the helper may do: "see …, talk … and …".
func (m Mandate) RightsIn(l lang.Lang) string {
	var out []string
	for _, do := range m.May.List() {
		out = append(out, lang.T(l, "helpers.may."+string(do)))
	}
	return lang.List(l, out)
}

// ScopeIn says what about.
func (r *Register) ScopeIn(l lang.Lang, m Mandate) string {
	switch {
	case m.Draft != 0:
		return lang.T(l, "helpers.scope.one", "reference", shownReference(m.Reference))
	case m.Service != "":
		name := m.Service
		if r.ServiceName != nil {
			name = r.ServiceName(name, l)
		}
		return lang.T(l, "helpers.scope.service", "service", name)
	case m.Area != "":
		return lang.T(l, "helpers.scope."+m.Area)
	}
	return lang.T(l, "helpers.scope.all")
}

// shownReference is a reference as people read it: XXXX-XXXX.
func shownReference(ref string) string {
	if len(ref) != 8 {
		return ref
	}
	return ref[:4] + "-" + ref[4:]
}

// LastIn is the last day, or that there is none.
func (m Mandate) LastIn(l lang.Lang) string {
	if m.Ends == nil {
		return lang.T(l, "helpers.no_end")
	}
	return lang.Date(l, m.Ends.Time())
}

// UntilIn is "until 19 May 2027", or that there is no end.
func (m Mandate) UntilIn(l lang.Lang) string {
	if m.Ends == nil {
		return lang.T(l, "helpers.no_end")
	}
	return lang.T(l, "helpers.until", "last", m.LastIn(l))
}

// MandateIn says in one line for whom, until when, what and about what somebody may do.
func (r *Register) MandateIn(l lang.Lang, m Mandate) string {
	return lang.T(l, "helpers.banner.body", "person", m.PersonName, "until", m.UntilIn(l), "rights", m.RightsIn(l), "scope", r.ScopeIn(l, m))
}
