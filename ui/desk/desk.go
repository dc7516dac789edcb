// Package desk is the staff's screens: the search box, the conversation on the line, the person, the one screen an application is
// taken on, the working list, the case, the tasks and the post room. A page reads what was keyed, calls one verb and shows or leads
// on; every look at a person goes down with the reason it has.
package desk

import (
	"net/http"
	"slices"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// Config is what the pages need.
type Config struct {
	Office   *cases.Office
	Register *accounts.Register
	Staff    *staff.Office
	Post     *letters.Room
	Contacts *phone.Log
	Texts    *sms.Desk
	Forms    *paper.Desk
	Library  cases.Library
	Sessions *session.Store
	Gate     *signin.Gate
	Now      func() time.Time // nil takes time.Now
}

// Pages are the desk's pages.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Pages{c}
}

func (p *Pages) now() time.Time      { return p.Now().In(lang.London) }
func (p *Pages) today() services.Day { return services.DayOf(p.now()) }

// visit is one request of a member of staff: who, in which language, in which conversation.
type visit struct {
	by      audit.Actor // Why is the reason of the conversation, where there is one
	member  staff.Member
	agency  staff.Agency
	lang    lang.Lang
	now     time.Time
	contact phone.Contact   // the one at hand; ID 0 for none
	others  []phone.Contact // open as well, to switch to

	mandates accounts.Mandates // of the helper on the line, for the person
	lines    []helperLine      // the same, worded
}

// T is a sentence of these pages.
func (v visit) T(key string, vars ...any) string { return lang.T(v.lang, "desk."+key, vars...) }

// visiting says who asks, and finds the conversation they are in. One that has ended is forgotten.
func (p *Pages) visiting(r *http.Request) (visit, error) {
	m, err := session.Member(r)
	if err != nil {
		return visit{}, err
	}
	by, err := p.Sessions.Staff(r)
	if err != nil {
		return visit{}, err
	}
	v := visit{by: by, member: m, lang: p.Sessions.DeskLang(r), now: p.now()}
	if v.agency, err = p.Staff.Agency(r.Context(), m.Agency); err != nil {
		return visit{}, err
	}
	if v.others, err = p.Contacts.Open(r.Context(), by); err != nil {
		return visit{}, err
	}
	at := p.Sessions.Contact(r)
	i := slices.IndexFunc(v.others, func(c phone.Contact) bool { return c.ID == at })
	if i < 0 {
		if at != 0 {
			p.Sessions.SetContact(r, 0, "")
		}
		v.by.Door = channels.None
		return v, nil
	}
	v.contact, v.others = v.others[i], slices.Delete(slices.Clone(v.others), i, i+1)
	v.by.Door, v.by.Why = v.contact.Door, "contacts.reasons."+v.contact.Reason
	return p.helping(r, v)
}

// tell keeps a sentence for the member's next page: a whole lang key. One that ends in "_done" is good news.
func (p *Pages) tell(r *http.Request, key string) { p.Sessions.TellStaff(r, key) }

// about ties the conversation at hand to the person and the application it turned out to be about.
func (p *Pages) about(r *http.Request, v visit, account, draft int64) error {
	if v.contact.ID == 0 || v.contact.Account == account && v.contact.Draft == draft {
		return nil
	}
	return p.Contacts.About(r.Context(), v.by, v.contact.ID, account, draft)
}
