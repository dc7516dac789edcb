package match

import (
	"slices"
	"strings"
)

// Kind is a kind of key people are looked up by: two records that share one are compared. Names stand as they sound.
type Kind string

// The kinds. Those after Word are for whole files, where everything is at hand: the register does not store them.
const (
	KeyNINO       Kind = "nino"
	KeyNHS        Kind = "nhs"
	KeyNumber     Kind = "number"
	KeyPhone      Kind = "phone"
	KeyEmail      Kind = "email"
	KeyDayPlace   Kind = "day place"
	KeyDaySurname Kind = "day surname"
	KeyDayGiven   Kind = "day given"
	KeyPlaceSur   Kind = "place surname"
	KeyPlaceGiven Kind = "place given"
	KeyNameYear   Kind = "name year"
	KeyNameDay    Kind = "name day month"
	KeyEndWord    Kind = "end word" // last four digits of a phone number, and a word of the name
	KeyDay        Kind = "day"
	KeyPlace      Kind = "place"
	KeyName       Kind = "name"
	KeyEnd        Kind = "end"
	KeyEdgeFront  Kind = "edge front" // given name, and how the surname is spelt in front
	KeyEdgeBack   Kind = "edge back"
	KeyInitial    Kind = "initial" // surname, and the given name's first letter
	KeyWord       Kind = "word"

	KeyMailbox     Kind = "mailbox" // an email address without its domain
	KeyHome        Kind = "home"    // house and street
	KeyTownGiven   Kind = "town given"
	KeyTownSurname Kind = "town surname"
	KeyTownDay     Kind = "town day"
	KeyBornGiven   Kind = "birthplace given"
	KeyBornSurname Kind = "birthplace surname"
	KeyYearSurname Kind = "year surname"
	KeyYearGiven   Kind = "year given"
	KeyStreet      Kind = "street"
	KeyTrade       Kind = "occupation name"
	KeyHomeSound   Kind = "home as it sounds"
	KeyHouseTown   Kind = "house town"
	KeyHousePlace  Kind = "house place" // the postcode's characters in order: two of them swapped are no matter
	KeyPlaceFirst  Kind = "place first letter"
	KeyTownStreet  Kind = "town street"
	KeyPlaceStreet Kind = "place street"
	KeyTownFirst   Kind = "town first letters"
	KeyMailFront   Kind = "mailbox front"
	KeyMailBack    Kind = "mailbox back"
	KeyMonthTown   Kind = "month town"
	KeyDayFirst    Kind = "day month first letter"
)

// worth is about how many bits of evidence it is that a key agrees: what candidates are ranked by before they are scored.
var worth = map[Kind]int{
	KeyNINO: 24, KeyNHS: 24, KeyNumber: 22, KeyPhone: 20, KeyEmail: 20, KeyDayPlace: 26, KeyDaySurname: 20, KeyDayGiven: 18, KeyPlaceSur: 20, KeyPlaceGiven: 18,
	KeyNameYear: 17, KeyNameDay: 18, KeyEndWord: 15, KeyDay: 13, KeyPlace: 14, KeyName: 12, KeyEnd: 9, KeyEdgeFront: 9, KeyEdgeBack: 9,
	KeyInitial: 7, KeyWord: 5,
}

// Worth is how many bits it is about worth that two people share a key of the kind; 0 for kinds that are not stored.
func (k Kind) Worth() int { return worth[k] }

// Keys hands every key of a person to add; the same key may come more than once.
func (p *Person) Keys(add func(kind Kind, values ...string)) {
	k := keys{add}
	k.one(KeyNINO, p.nino)
	k.one(KeyNHS, p.nhs)
	for _, n := range p.numbers {
		k.one(KeyNumber, n)
	}
	for _, e := range p.emails {
		k.one(KeyEmail, e)
		if mailbox, _, _ := strings.Cut(e, "@"); len(mailbox) > 4 {
			k.one(KeyMailbox, mailbox)
			k.one(KeyMailFront, mailbox[:5])
			k.one(KeyMailBack, mailbox[len(mailbox)-5:])
		}
	}
	for _, n := range p.phones {
		k.one(KeyPhone, n)
		k.one(KeyEnd, LastFour(n))
	}
	for _, d := range p.days {
		k.day(d, p)
	}
	for _, at := range p.places {
		k.one(KeyPlace, at.key())
		if at.house != "" && at.street != "" {
			k.one(KeyHome, at.house, at.street)
		}
		k.one(KeyStreet, at.street)
		k.home(at)
	}
	for i := range p.names {
		k.name(&p.names[i], p)
	}
}

// home makes the keys of an address with slips in it.
func (k keys) home(at place) {
	k.one(KeyHomeSound, at.house, Sound(strings.ReplaceAll(at.street, " ", "")))
	k.one(KeyHouseTown, at.house, opening4(at.town))
	k.one(KeyHousePlace, at.house, inOrder(at.postcode))
	k.one(KeyTownStreet, opening4(at.town), opening4(at.street))
	k.one(KeyPlaceStreet, inOrder(at.postcode), opening4(at.street))
}

type keys struct {
	add func(kind Kind, values ...string)
}

func (k keys) one(kind Kind, values ...string) {
	for _, v := range values {
		if v == "" {
			return
		}
	}
	k.add(kind, values...)
}

func (k keys) day(d day, p *Person) {
	if !d.whole() {
		return
	}
	k.one(KeyDay, d.iso())
	for _, at := range p.places {
		k.one(KeyDayPlace, d.iso(), at.key())
		k.one(KeyTownDay, at.town, d.iso())
		k.one(KeyMonthTown, opening4(at.town), d.iso()[:7])
	}
	for i := range p.names {
		for _, w := range p.names[i].All {
			k.one(KeyDayFirst, d.dayMonth(), Initially(w))
		}
	}
}

func (k keys) name(n *FullName, p *Person) {
	for _, w := range n.All {
		for _, s := range Sounds(w) {
			k.one(KeyWord, s)
			for _, number := range p.phones {
				k.one(KeyEndWord, LastFour(number), s)
			}
		}
	}
	for _, at := range p.places {
		for _, w := range n.All {
			k.one(KeyPlaceFirst, inOrder(at.postcode), Initially(w))
		}
	}
	for _, given := range n.Given {
		for _, s := range Sounds(given) {
			k.part(s, p, KeyDayGiven, KeyPlaceGiven, KeyTownGiven, KeyBornGiven, KeyYearGiven)
		}
	}
	for _, surname := range n.Surname {
		k.part(Sound(surname), p, KeyDaySurname, KeyPlaceSur, KeyTownSurname, KeyBornSurname, KeyYearSurname)
		for _, given := range n.Given {
			k.pair(given, surname, p)
			for _, at := range p.places {
				k.one(KeyTownFirst, opening4(at.town), Front(given), Front(surname))
			}
		}
	}
}

// part makes the keys of a given name or a surname with where and when.
func (k keys) part(s string, p *Person, ofDay, ofPlace, ofTown, ofBirthplace, ofYear Kind) {
	for _, d := range p.days {
		if d.whole() {
			k.one(ofDay, d.iso(), s)
		}
		k.one(ofYear, d.knownYear(), s)
	}
	for _, at := range p.places {
		k.one(ofPlace, at.key(), s)
		k.one(ofTown, at.town, s)
	}
	k.one(ofBirthplace, p.birthplace, s)
}

// pair makes the keys of a given name with a surname.
func (k keys) pair(given, surname string, p *Person) {
	s := Sound(surname)
	k.one(KeyInitial, Initially(given), s)
	for _, g := range Sounds(given) {
		k.one(KeyName, g, s)
		k.one(KeyTrade, p.occupation, g, s)
		k.one(KeyEdgeFront, g, Front(surname))
		k.one(KeyEdgeBack, g, Back(surname))
		for _, d := range p.days {
			k.one(KeyNameYear, g, s, d.knownYear())
			if d.whole() {
				k.one(KeyNameDay, g, s, d.dayMonth())
			}
		}
	}
}

func (d day) iso() string      { return string(d[:4] + "-" + d[4:6] + "-" + d[6:]) }
func (d day) dayMonth() string { return string(d[4:6] + "-" + d[6:]) }

func (d day) knownYear() string {
	if d[0] == '?' {
		return ""
	}
	return d.year()
}

// key is the postcode as it is written: with a gap where it has halves.
func (p place) key() string {
	if p.outward == "" {
		return p.postcode
	}
	return p.outward + " " + p.postcode[len(p.outward):]
}

// opening4 are the first four letters of a town or a street, its gaps closed.
func opening4(text string) string {
	r := []rune(strings.ReplaceAll(text, " ", ""))
	return string(r[:min(4, len(r))])
}

// inOrder sorts the characters of a postcode.
func inOrder(postcode string) string {
	b := []byte(postcode)
	slices.Sort(b)
	return string(b)
}

// LastFour are the last four digits of a number.
func LastFour(number string) string { return number[max(0, len(number)-4):] }

// Front and Back are the first and the last two letters: one slip of a key spares one of them in any name of four or more.
func Front(word string) string { r := []rune(word); return string(r[:min(2, len(r))]) }
func Back(word string) string  { r := []rune(word); return string(r[max(0, len(r)-2):]) }
