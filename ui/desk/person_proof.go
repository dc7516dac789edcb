package desk

import (
	"net/http"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// personProof is the evidence on somebody's record, and what it amounts to.
type personProof struct {
	frame
	opened
	need   cases.Need
	proofs []accounts.Proof
	wrong  string
	which  int64 // the evidence the mistake is about
}

// PersonProof shows what is proven of somebody.
func (p *Pages) PersonProof(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	return p.showProof(w, r, http.StatusOK, personProof{opened: o})
}

func (p *Pages) showProof(w http.ResponseWriter, r *http.Request, status int, v personProof) (err error) {
	if v.need.Standing, err = p.Register.Standing(r.Context(), v.account.ID); err != nil {
		return err
	}
	if v.proofs, err = p.Register.Proofs(r.Context(), v.account.ID); err != nil {
		return err
	}
	v.frame = p.frame(r, v.opened.v, "", v.opened.v.P("person_title"))
	if v.wrong != "" {
		v.problems = []govuk.ErrorSummaryItem{problem(v.wrong, "f-why-"+number(v.which))}
	}
	return session.Show(w, r, status, proofPage(v))
}

// WithdrawProof takes one piece of evidence back, with the reason.
func (p *Pages) WithdrawProof(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	all, err := p.Register.Proofs(r.Context(), o.account.ID)
	if err != nil {
		return err
	}
	id, why := wanted(r.PostFormValue("proof")), clip(strings.TrimSpace(r.PostFormValue("reason")))
	if !has(all, id) {
		return accounts.ErrNotFound
	}
	if why == "" {
		return p.showProof(w, r, http.StatusUnprocessableEntity, personProof{opened: o, which: id, wrong: lang.T(o.v.lang, "proof.problems.why-required")})
	}
	if err := p.Register.WithdrawProof(r.Context(), o.v.by, id, why); err != nil {
		return err
	}
	p.tell(r, "proof.desk.withdrawn_done")
	return session.To(w, r, o.at("proof"))
}

func has(all []accounts.Proof, id int64) bool {
	for _, p := range all {
		if p.ID == id {
			return true
		}
	}
	return false
}

// wrongAt is the mistake about one piece of evidence.
func (v personProof) wrongAt(p accounts.Proof) string {
	if v.which != p.ID {
		return ""
	}
	return v.wrong
}

// what words a piece of evidence: the document, or who vouched, or its kind.
func (v personProof) what(p accounts.Proof) string {
	said := v.frame.orCode("proof.kinds."+string(p.Kind), string(p.Kind))
	switch {
	case p.Document != "":
		said = v.frame.orCode("proof.documents."+p.Document, p.Document)
		if p.Ending != "" {
			said += ", " + v.frame.P("ending", "ending", p.Ending)
		}
	case p.Voucher != "":
		said += ": " + p.Voucher + ", " + v.frame.orCode("proof.positions."+p.Position, p.Position)
	}
	return said
}

// counts words until when evidence counts, or why it does not.
func (v personProof) counts(p accounts.Proof) string {
	switch {
	case p.Out != "":
		return v.frame.P("out." + p.Out)
	case p.Expires != nil:
		return v.frame.P("until", "day", v.frame.date(*p.Expires))
	}
	return ""
}
