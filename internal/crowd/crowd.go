// Package crowd makes up people for benches: as many as are wanted, each told by a number alone, so that nobody has to be kept. Names
// are as unevenly spread as in a country, half of the people live three to a household, some have moved or married.
package crowd

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

// Town is a made-up population. The same seed and size make the same people.
type Town struct {
	Seed uint64
	Size int
}

// Person is somebody with their history.
type Person struct {
	accounts.Details
	Before []accounts.Details // former names, addresses and numbers: only what was different
}

// A block is six people: a household of three, and three who live alone.
const (
	block     = 6
	household = 3
)

// How many in a hundred have, or did, what.
const (
	haveMobile   = 72
	haveLandline = 25
	haveEmail    = 45
	haveNHS      = 35
	moved        = 30
	changedPhone = 20
	married      = 28 // of women over 25
	middleName   = 55
)

// today is the day their ages are counted on: fixed, so that a town is the same tomorrow.
var today = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// At is the person with this number, from 0. Numbers from Size on are people who are not in the town but could be: newcomers, every
// second of them under the roof, and with the surname, of somebody who is.
func (t Town) At(i int) Person {
	if i >= t.Size {
		return t.newcomer(i)
	}
	return t.person(i)
}

func (t Town) person(i int) Person {
	r := t.dice(uint64(i), 1)
	home := i
	if i%block < household {
		home = i - i%block
	}
	family := t.dice(uint64(home), 2)
	origin := originOf(family)
	address, surname := t.address(family), origin.surname(family)
	return t.make(i, r, origin, surname, address)
}

func (t Town) dice(i, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(t.Seed^purpose<<56, i*0x9e3779b97f4a7c15+purpose))
}

func (t Town) newcomer(i int) Person {
	r := t.dice(uint64(i), 3)
	if i%2 == 0 {
		origin := originOf(r)
		return t.make(i, r, origin, origin.surname(r), t.address(r))
	}
	host := t.person(r.IntN(t.Size))
	_, surname := split(host.FullName)
	return t.make(i, r, originNamed(surname), surname, *host.Address)
}

func (t Town) make(i int, r *rand.Rand, o *origin, surname string, address services.PostAddress) Person {
	woman := r.IntN(2) == 0
	born := birthday(r)
	p := Person{Details: accounts.Details{FullName: o.full(r, woman, surname), DateOfBirth: &born, Address: &address}}
	t.reach(i, r, &p)
	t.history(r, o, woman, &p)
	return p
}

// birthday: the old are fewer, from sixty on.
func birthday(r *rand.Rand) services.Day {
	for {
		age := r.IntN(95 * 365)
		if over := age/365 - 60; over > 0 && r.IntN(35) < over {
			continue
		}
		return services.DayOf(today.AddDate(0, 0, -age))
	}
}

// reach gives numbers that reach nobody: no country has the code 999, and example.org is nobody's.
func (t Town) reach(i int, r *rand.Rand, p *Person) {
	if r.IntN(100) < haveMobile {
		p.Mobile = fmt.Sprintf("+9997%09d", r.IntN(1_000_000_000))
	}
	if r.IntN(100) < haveLandline {
		p.Landline = fmt.Sprintf("+9991%09d", r.IntN(1_000_000_000))
	}
	if r.IntN(100) < haveEmail {
		given, surname := split(p.FullName)
		p.Email = fmt.Sprintf("%s.%s%d@example.org", plain(given), plain(surname), r.IntN(t.Size+1000))
	}
	// the example prefix has a million numbers: nobody shares one
	if every := t.Size/1_000_000 + 2; i%every == 0 {
		p.NINO = fmt.Sprintf("QQ%06d%c", i/every%1_000_000, 'A'+byte(r.IntN(4)))
	}
	if r.IntN(100) < haveNHS {
		p.NHS = nhs(i)
	}
}

// nhs is in the range of numbers for tests, 999; of a bigger town several share one, so that there only every so many have one.
func nhs(i int) string {
	n := fmt.Sprintf("999%06d", i%1_000_000)
	sum := 0
	for k := range 9 {
		sum += int(n[k]-'0') * (10 - k)
	}
	check := (11 - sum%11) % 11
	if check == 10 || i >= 1_000_000 {
		return ""
	}
	return fmt.Sprintf("%s%d", n, check)
}

func (t Town) history(r *rand.Rand, o *origin, woman bool, p *Person) {
	if r.IntN(100) < moved {
		a := t.address(r)
		p.Before = append(p.Before, accounts.Details{Address: &a})
	}
	if p.Mobile != "" && r.IntN(100) < changedPhone {
		p.Before = append(p.Before, accounts.Details{Mobile: fmt.Sprintf("+9997%09d", r.IntN(1_000_000_000))})
	}
	if woman && p.DateOfBirth.Y < 2001 && r.IntN(100) < married {
		given, _ := cut(p.FullName)
		p.Before = append(p.Before, accounts.Details{FullName: given + " " + o.surname(r)})
	}
}

// units are letters that end a postcode.
const units = "ABDEFGHJLNPQRSTUWXYZ"

// districts begin postcodes that do not exist: Z and a second letter that the grammar allows, but for Shetland’s ZE and ZZ, which stands for no place.
const districts = "ABCDFGHKLMNPQRSTUVWXY"

// address: fifteen households to a postcode.
func (t Town) address(r *rand.Rand) services.PostAddress {
	n := r.IntN(t.Size/30 + 20)
	postcode := fmt.Sprintf("Z%c%d %d%c%c", districts[n%21], 1+n/21%99, n/(21*99)%10, units[n/(21*990)%20], units[n/(21*990*20)%20])
	return services.PostAddress{Lines: []string{fmt.Sprintf("%d %s", 1+r.IntN(90), strings.ReplaceAll(streets[(n+r.IntN(2))%len(streets)], "-", " ")), towns[n%len(towns)]}, Postcode: postcode}
}
