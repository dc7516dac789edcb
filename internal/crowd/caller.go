package crowd

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

// In a hundred callers, how many have what go wrong while they say it and somebody types it. Several may befall one.
const (
	slipsInSurname = 12
	slipsInGiven   = 8
	shortName      = 8 // Maggie for Margaret, or an initial
	formerName     = 4
	swappedNames   = 3
	noMiddle       = 70
	wrongDay       = 4
	swappedDay     = 2
	wrongPostcode  = 5
	formerAddress  = 6
	noPostcode     = 10
	saysPhone      = 35
	saysNINO       = 5
)

// Caller is what is typed while somebody rings: name and date of birth, mostly the postcode, sometimes the phone, with mistakes.
func Caller(p Person, seed uint64) accounts.Details {
	r := rand.New(rand.NewPCG(seed, 77))
	chance := func(percent int) bool { return r.IntN(100) < percent }
	d := accounts.Details{FullName: saidName(r, p), DateOfBirth: saidDay(r, *p.DateOfBirth)}
	d.Address = saidPlace(r, p)
	if chance(saysPhone) {
		d.Mobile, d.Landline = p.Mobile, ""
	}
	if chance(saysNINO) {
		d.NINO = p.NINO
	}
	return d
}

// Line is the same in the one line of a search box.
func Line(d accounts.Details) string {
	line := d.FullName
	if d.DateOfBirth != nil {
		line += " " + d.DateOfBirth.Time().Format("2/1/2006")
	}
	if d.Address != nil {
		line += " " + d.Address.Postcode
	}
	return line
}

func saidName(r *rand.Rand, p Person) string {
	before, surname := cut(p.FullName)
	given, middle, _ := strings.Cut(before, " ")
	for _, b := range p.Before {
		if b.FullName != "" && r.IntN(100) < formerName {
			_, surname = cut(b.FullName)
		}
	}
	if r.IntN(100) < slipsInSurname {
		surname = Slip(r, surname)
	}
	switch n := r.IntN(100); {
	case n < slipsInGiven:
		given = Slip(r, given)
	case n < slipsInGiven+shortName && short[given] != "":
		given = short[given]
	}
	if middle != "" && r.IntN(100) < noMiddle {
		middle = ""
	}
	if r.IntN(100) < swappedNames {
		return strings.Join(strings.Fields(surname+" "+given), " ")
	}
	return strings.Join(strings.Fields(given+" "+middle+" "+surname), " ")
}

// Slip changes, drops, doubles or swaps one letter of a word, not its first.
func Slip(r *rand.Rand, word string) string {
	w := []rune(word)
	if len(w) < 3 {
		return word
	}
	i := 1 + r.IntN(len(w)-1)
	switch r.IntN(4) {
	case 0:
		w[i] = rune('a' + r.IntN(26))
	case 1:
		return string(w[:i]) + string(w[i+1:])
	case 2:
		return string(w[:i]) + string(w[i]) + string(w[i:])
	default:
		if i+1 < len(w) {
			w[i], w[i+1] = w[i+1], w[i]
		}
	}
	return string(w)
}

func saidDay(r *rand.Rand, d services.Day) *services.Day {
	switch n := r.IntN(100); {
	case n < wrongDay:
		off := []time.Time{d.Time().AddDate(1, 0, 0), d.Time().AddDate(-1, 0, 0), d.Time().AddDate(0, 0, 1), d.Time().AddDate(0, 1, 0), d.Time().AddDate(10, 0, 0)}
		if t := off[r.IntN(len(off))]; t.Before(today) {
			d = services.DayOf(t)
		}
	case n < wrongDay+swappedDay && d.D <= 12:
		d.D, d.M = int(d.M), time.Month(d.D)
	}
	return &d
}

func saidPlace(r *rand.Rand, p Person) *services.PostAddress {
	if r.IntN(100) < noPostcode {
		return nil
	}
	a := *p.Address
	for _, b := range p.Before {
		if b.Address != nil && r.IntN(100) < formerAddress*100/moved {
			a = *b.Address
		}
	}
	if r.IntN(100) < wrongPostcode {
		pc := []byte(a.Postcode)
		if i := len(pc) - 1 - r.IntN(2); r.IntN(2) == 0 {
			pc[i] = units[r.IntN(len(units))]
		} else {
			pc[len(pc)-3] = byte('0' + r.IntN(10))
		}
		a.Postcode = string(pc)
	}
	return &a
}

// short is what people call themselves.
var short = map[string]string{"Margaret": "Maggie", "Susan": "Sue", "Patricia": "Pat", "Christine": "Chris", "Elizabeth": "Liz", "Jacqueline": "Jackie",
	"Catherine": "Cath", "Katherine": "Kate", "Victoria": "Vicky", "Samantha": "Sam", "Rebecca": "Becky", "Jessica": "Jess", "Michael": "Mike",
	"David": "Dave", "Robert": "Bob", "William": "Bill", "Andrew": "Andy", "Richard": "Dick", "Stephen": "Steve", "Thomas": "Tom", "Matthew": "Matt",
	"Christopher": "Chris", "Anthony": "Tony", "Kenneth": "Ken", "Raymond": "Ray", "Ronald": "Ron", "Geoffrey": "Geoff", "Benjamin": "Ben",
	"Joseph": "Joe", "Alexander": "Alex", "Philip": "Phil", "Timothy": "Tim", "Jonathan": "Jon", "Nicholas": "Nick", "Edward": "Ted", "Patrick": "Pat",
	"Katarzyna": "Kasia", "Agnieszka": "Aga", "Małgorzata": "Gosia", "Joanna": "Asia", "Aleksandra": "Ola", "Tomasz": "Tomek", "Krzysztof": "Krzys",
	"Siân": "Sian", "Siôn": "Sion"}
