package ui

import (
	"net/http"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// acting asks, with every request of somebody who acts for another, whether they still may. Where it has ended they are themselves again
// and are told so: nothing of the person's can be opened from a session that was left open.
func (s *site) acting(next http.Handler) http.Handler {
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		person := s.Sessions.ActsFor(r)
		if person == 0 {
			next.ServeHTTP(w, r)
			return nil
		}
		all, err := s.Register.Mandates(r.Context(), s.Sessions.Account(r), person)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			if err := s.Sessions.SetActing(r, 0); err != nil {
				return err
			}
			if err := s.Sessions.Keep(r, session.ToldAccount, "helpers.banner.lapsed"); err != nil {
				return err
			}
			return session.To(w, r, "/account")
		}
		next.ServeHTTP(w, session.Mandated(r, s.actsFor(s.Sessions.Lang(r), person, all)))
		return nil
	})
}

func (s *site) actsFor(l lang.Lang, person int64, all accounts.Mandates) session.Acting {
	a := session.Acting{Account: person, Person: all[0].PersonName, Lang: l}
	for _, m := range all {
		a.Lines = append(a.Lines, s.Register.MandateIn(l, m))
	}
	return a
}
