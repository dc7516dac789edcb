package driver

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

var given = strings.Fields(`Margaret Dorothy Jean Eileen Sheila Mair Gwen Siân Parveen Lakshmi Ewa Blessing Chiara Aoife Harold Ronald Derek
	Kenneth Gwilym Dafydd Mohammed Rajesh Kwame Desmond Patrick Alun Trevor Nia Carys Yusuf Hannah Leila Tomos Callum Priya Zofia Samuel
	Agnes Bernard Cecily Donald Edith Frank Gladys Hilda Ivor Joyce Keith Lilian Maurice Nesta Olive Percy Queenie Rhys Stella Thomas Una`)

var (
	roots = strings.Fields(`Ash Bram Carl Dun East Fair Glen Hart Ing Jarr Kirk Lang Mar Nor Oak Pem Quar Rad Stan Thorn Up Van Whit Yar
		Black Burn Cob Dray Ells Forr Green Hol Ketter Lin Mill New Orm Pres Rush Sel Tar Under Wel West Wool Brad Chad Den Haw`)
	endings = strings.Fields("ton ley worth well man field wick by bourne stead combe ford more shaw cott den ham")
)

const outward = "ABDEFGHJLNPQRSTUWXYZ" // letters that a postcode's last two can be

// Somebody is citizen number n of a large town: always the same. Names repeat as they do in life. Numbers are from the ranges kept for
// fiction, which hold a thousand mobiles: past the 4,000th person nobody has a phone, so that at most four share one.
func Somebody(n int) accounts.Details {
	rnd := rand.New(rand.NewPCG(41, uint64(n)))
	place := rnd.IntN(7000) // some fifteen to a postcode in a town of a hundred thousand
	d := accounts.Details{
		FullName:    given[min(rnd.IntN(len(given)), rnd.IntN(len(given)))] + " " + roots[min(rnd.IntN(len(roots)), rnd.IntN(len(roots)))] + endings[rnd.IntN(len(endings))],
		DateOfBirth: &services.Day{Y: 1926 + rnd.IntN(75), M: time.Month(1 + rnd.IntN(12)), D: 1 + rnd.IntN(28)},
		Address: &services.PostAddress{Lines: []string{fmt.Sprintf("%d %s Road", 1+rnd.IntN(140), roots[place%len(roots)]), "Anytown"},
			Postcode: fmt.Sprintf("ZA%d %d%c%c", 1+place%20, 1+place/20%9, outward[place/180%20], outward[place/3600%20])},
		Needs: accounts.Needs{Written: lang.En, Spoken: "en", Format: accounts.Standard, SafeCall: accounts.Yes, SafeText: accounts.Yes,
			SafeEmail: accounts.Unasked, SafeWrite: accounts.Yes, MayAnnounce: true},
	}
	if rnd.IntN(2) == 0 {
		d.Email = fmt.Sprintf("citizen%d@example.org", n)
	}
	if n < 4000 {
		d.Mobile = fmt.Sprintf("07700 900%03d", n%1000)
	}
	return d
}

// Short is the shortest way through the application for a Blue Badge: somebody with a war pension.
var Short = Story{"benefit": "wpms"}

// Story is what somebody answers where it decides their way; everything else is answered as an example.
type Story map[string]string

// Posts is what a person of this story posts as the answer to a question.
func (s Story) Posts(q *services.Question, d accounts.Details, today services.Day) url.Values {
	one := func(v string) url.Values { return url.Values{"value": {v}} }
	maybe := func(v string) url.Values {
		if v == "" {
			return url.Values{"skip": {"yes"}}
		}
		return one(v)
	}
	if v, ok := s[q.ID]; ok {
		return one(v)
	}
	switch q.ID {
	case "applying-for":
		return one("self")
	case "name":
		return one(d.FullName)
	case "date-of-birth":
		return url.Values{"day": {fmt.Sprint(d.DateOfBirth.D)}, "month": {fmt.Sprint(int(d.DateOfBirth.M))}, "year": {fmt.Sprint(d.DateOfBirth.Y)}}
	case "address":
		return url.Values{"line1": {d.Address.Lines[0]}, "town": {d.Address.Lines[1]}, "postcode": {d.Address.Postcode}}
	case "mobile":
		return maybe(d.Mobile)
	case "other-phone":
		return maybe(d.Landline)
	case "email":
		return maybe(d.Email)
	case "existing-badge":
		return one("never-had")
	}
	if q.Optional {
		return url.Values{"skip": {"yes"}}
	}
	return url.Values(q.Example(today).Fields)
}
