package demodata

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

var firsts = []string{"Margaret", "Dorothy", "Jean", "Eileen", "Sheila", "Mair", "Gwen", "Siân", "Parveen", "Lakshmi", "Ewa", "Grażyna", "Blessing",
	"Chiara", "Aoife", "Harold", "Ronald", "Derek", "Kenneth", "Gwilym", "Dafydd", "Iorwerth", "Mohammed", "Rajesh", "Kwame", "Stanisław", "Desmond",
	"Patrick", "Alun", "Trevor", "Nia", "Carys", "Yusuf", "Hannah", "Leila", "Tomos", "Callum", "Priya", "Zofia", "Samuel"}

var lasts = []string{"Ellis", "Hughes", "Okafor", "Begum", "Singh", "O’Connor", "Kowalska", "Nowak", "Whittaker", "Pryce-Jones", "ap Gwilym", "Llŷr",
	"Achebe", "Thompson", "Murray", "MacDonald", "Fernandes", "Patel", "Ahmed", "Walker", "Baptiste", "Green", "Davies", "Rees", "Sørensen",
	"García", "Lewis", "Marsh", "Fletcher", "Quinn", "Bowen", "Stubbs", "Adeyemi", "Clarke", "Rahman", "Tudor", "Wójcik", "Hartley", "Grant", "Ireland"}

var streets = []string{"High Street", "Station Road", "Chapel Lane", "Harbour View", "Mill Terrace", "Church Walk", "Victoria Avenue", "Orchard Close",
	"Bridge Street", "Castle Hill", "Meadow Rise", "Quarry Road"}

const outward = "ABDEFGHJLNPQRSTUWXYZ" // letters that a postcode's last two can be

// person makes citizen number i: details that tell them apart, and needs as a town has them.
func person(i int, rnd *rand.Rand, town string) accounts.Details {
	d := accounts.Details{
		FullName:    firsts[i%len(firsts)] + " " + lasts[(i*7+i/len(firsts))%len(lasts)],
		DateOfBirth: &services.Day{Y: 1928 + rnd.IntN(70), M: time.Month(1 + rnd.IntN(12)), D: 1 + rnd.IntN(28)},
		Address: &services.PostAddress{Lines: []string{fmt.Sprintf("%d %s", 1+rnd.IntN(140), streets[rnd.IntN(len(streets))]), town},
			Postcode: fmt.Sprintf("ZA%d %d%c%c", 1+rnd.IntN(9), 1+rnd.IntN(9), outward[rnd.IntN(len(outward))], outward[rnd.IntN(len(outward))])},
		Needs: needs(rnd),
	}
	if rnd.IntN(100) < 70 {
		d.Mobile = fmt.Sprintf("07700 900%03d", i%900) // 900 and above are kept for whoever takes the tour
	}
	if d.Mobile == "" || rnd.IntN(3) == 0 {
		d.Landline = fmt.Sprintf("020 7946 0%03d", 500+i%500)
	}
	if rnd.IntN(2) == 0 {
		d.Email = fmt.Sprintf("citizen%d@example.org", i)
	}
	return d
}

func needs(rnd *rand.Rand) accounts.Needs {
	n := accounts.Needs{Written: lang.En, Spoken: "en", Format: accounts.Standard, SafeCall: accounts.Yes, SafeText: accounts.Yes,
		SafeEmail: accounts.Unasked, SafeWrite: accounts.Yes, MayAnnounce: true}
	switch x := rnd.IntN(100); {
	case x < 14:
		n.Format = accounts.LargePrint
	case x < 16:
		n.Format = accounts.Braille
	case x < 20:
		n.Relay = "relay-uk"
	case x < 22:
		n.Relay, n.Interpreter, n.Spoken = "interpreter", "pl", "pl"
	case x < 60:
		n.NoneNeeded = true
	}
	switch x := rnd.IntN(100); {
	case x < 9:
		n.Written, n.Spoken = lang.Cy, "cy"
	case x < 14:
		n.SafeText = accounts.No
	case x < 16:
		n.SafeCall, n.MayAnnounce = accounts.No, false
	}
	return n
}
