package desk

import (
	"net/http"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// teamView is who of a leader's team is signed in, and who of it is there.
type teamView struct {
	frame
	open    []staff.TeamSession
	members []staff.Member
	can     bool // passkeys can be used here
}

// Team shows a leader where their team is signed in.
func (p *Pages) Team(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	t := teamView{can: p.Staff.Passkeys()}
	if t.open, err = p.Staff.TeamSessions(r.Context(), v.member, v.now); err != nil {
		return err
	}
	all, err := p.Staff.Members(r.Context(), v.member.Agency)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.ID != v.member.ID {
			t.members = append(t.members, m)
		}
	}
	t.frame = p.frame(r, v, "", lang.T(v.lang, "me.team.title"))
	return session.Show(w, r, http.StatusOK, teamPage(t))
}

// LetRegister lets somebody who has lost their passkeys register a new one when they next sign in.
func (p *Pages) LetRegister(w http.ResponseWriter, r *http.Request) error {
	m, err := session.Member(r)
	if err != nil {
		return err
	}
	which, err := id(r)
	if err != nil {
		return err
	}
	if err := p.Staff.LetRegister(r.Context(), m, which, p.Now()); err != nil {
		return err
	}
	p.tell(r, "me.team.lost_done")
	return session.To(w, r, "/desk/team")
}
