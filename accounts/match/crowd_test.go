package match

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// A crowd is people made up with the mistakes of one kind of source, and who they are. No two kinds err alike: what is good for one
// only is not good.
type crowd struct {
	r    *rand.Rand
	rows []Row
	who  map[string]string
}

func newCrowd(seed uint64) *crowd {
	return &crowd{r: rand.New(rand.NewPCG(seed, 77)), who: map[string]string{}}
}

func (c *crowd) add(person int, r Record) {
	id := fmt.Sprint("r", len(c.rows))
	c.who[id] = fmt.Sprint(person)
	c.rows = append(c.rows, Row{id, r})
}

func (c *crowd) truth(id string) string { return c.who[id] }

func (c *crowd) shuffle() {
	c.r.Shuffle(len(c.rows), func(i, j int) { c.rows[i], c.rows[j] = c.rows[j], c.rows[i] })
}

func (c *crowd) maybe(p float64) bool { return c.r.Float64() < p }

// zipf picks an index of n, the first ones far more often.
func (c *crowd) zipf(n int, flat float64) int {
	for {
		i := int(math.Exp(c.r.Float64()*math.Log(float64(n)/flat+1))*flat - flat)
		if i < n {
			return i
		}
	}
}

var crowdMen = strings.Fields(`john william thomas james george robert henry charles edward david michael peter paul andrew richard mark stephen alan ian graham keith
	kevin brian anthony christopher simon martin philip gareth rhys dafydd mohammed ahmed ali imran harpreet gurpreet pawel tomasz piotr krzysztof oliver jack harry noah leo
	arthur oscar theo freddie samuel benjamin joseph daniel matthew luke adam alexander nicholas timothy geoffrey kenneth donald ronald derek dennis roy raymond ernest albert
	frederick walter alfred herbert percy cecil harold stanley leonard sidney frank`)
var crowdWomen = strings.Fields(`mary elizabeth ann margaret sarah jane susan patricia christine linda jean catherine helen karen julie jacqueline sian nia carys megan angharad
	fatima aisha zainab nasreen harjit simran agnieszka katarzyna anna magdalena olivia amelia isla ava emily sophia grace lily freya florence alice dorothy doris edith ethel florrie
	elsie hilda gladys winifred phyllis irene kathleen joan barbara sheila maureen brenda pauline sandra carol janet gillian rachel rebecca laura emma jessica charlotte victoria
	samantha nicola tracey deborah lesley heather ruth frances rosemary eleanor harriet matilda`)
var crowdFamily = strings.Fields(`smith jones williams taylor davies brown wilson evans thomas johnson roberts walker wright robinson thompson white hughes edwards green hall wood
	harris lewis martin jackson clarke clark turner hill cooper morris ward moore king watson baker harrison morgan patel young allen mitchell james anderson phillips lee bell parker
	davis bennett miller cook shaw richardson carter collins khan begum singh kaur hussain ahmed ali kowalski nowak wisniewska wojcik lewandowski ap-rhys griffiths llewellyn pritchard
	macdonald mckenzie obrien murphy kelly ryan byrne campbell stewart robertson fraser grant ross duncan hamilton`)

func (c *crowd) given(woman bool) string {
	all := crowdMen
	if woman {
		all = crowdWomen
	}
	return all[c.zipf(len(all), 12)]
}

func (c *crowd) family() string {
	if i := c.zipf(6000, 25); i < len(crowdFamily) {
		return crowdFamily[i]
	} else {
		return coined(i)
	}
}

// coined makes the same word of two to four syllables for the same number.
func coined(i int) string {
	syllables := strings.Fields("bar den far ging hol kel lam mor ner pol quin ros sel tur vin wal yor zan cra dri fle gro sto tre ble ton ham ley ford wick")
	name := ""
	for n := i + 31; n > 0; n /= len(syllables) {
		name += syllables[n%len(syllables)]
	}
	return name
}

func (c *crowd) date(from, to int) string {
	return fmt.Sprintf("%04d-%02d-%02d", from+c.r.IntN(to-from), 1+c.r.IntN(12), 1+c.r.IntN(28))
}

// typo makes n typing errors.
func (c *crowd) typo(s string, n int) string {
	r := []rune(s)
	for range n {
		if len(r) < 3 {
			return string(r)
		}
		i := 1 + c.r.IntN(len(r)-1)
		switch c.r.IntN(4) {
		case 0:
			r[i] = rune('a' + c.r.IntN(26))
		case 1:
			r = append(r[:i], r[i+1:]...)
		case 2:
			r = append(r[:i], append([]rune{rune('a' + c.r.IntN(26))}, r[i:]...)...)
		default:
			r[i-1], r[i] = r[i], r[i-1]
		}
	}
	return string(r)
}

// figure makes one figure of s another.
func (c *crowd) figure(s string) string {
	b := []byte(s)
	for range 20 {
		if i := c.r.IntN(len(b)); b[i] >= '0' && b[i] <= '9' {
			b[i] = byte('0' + c.r.IntN(10))
			return string(b)
		}
	}
	return s
}

func (c *crowd) nick(given string) string {
	var all []string
	for short, fulls := range formal {
		for _, f := range fulls {
			if f == given && short != given {
				all = append(all, short)
			}
		}
	}
	if len(all) == 0 {
		return given
	}
	best := all[0]
	for _, s := range all {
		best = min(best, s)
	}
	return best
}

// historical makes people of the past as several sources tell of them: names in part, dates known to the year, places that move.
func historical(seed uint64, people int) *crowd {
	c := newCrowd(seed)
	for i := range people {
		woman := c.maybe(0.2)
		given, family := c.given(woman), c.family()
		born := c.date(1700, 1960)
		if c.maybe(0.2) {
			born = born[:4] + "-01-01"
		}
		region := c.zipf(60, 8)
		town := coined(region*7) + "ton"
		code := func() string {
			return fmt.Sprintf("%c%c%d %d%c%c", 'a'+region%26, 'a'+region/26, 1+c.r.IntN(12), c.r.IntN(10), 'a'+c.r.IntN(20), 'a'+c.r.IntN(20))
		}
		postcode := code()
		trade := fmt.Sprint(strings.Fields("politician writer painter footballer cricketer actor engineer botanist lawyer priest soldier poet historian")[c.zipf(13, 3)])
		alias := c.family()
		gender := "male"
		if woman {
			gender = "female"
		}
		for range 1 + c.zipf(24, 10) {
			g, f, b, pl, pc, tr, ge := given, family, born, town, postcode, trade, gender
			if c.maybe(0.15) {
				g = c.nick(g)
			}
			if c.maybe(0.12) {
				g = c.typo(g, 1)
			}
			if c.maybe(0.04) {
				g = g[:1]
			}
			if c.maybe(0.08) {
				f = alias
			}
			if c.maybe(0.12) {
				f = c.typo(f, 1+c.r.IntN(2))
			}
			if c.maybe(0.05) {
				g = ""
			}
			if c.maybe(0.04) {
				f = ""
			}
			switch {
			case c.maybe(0.12):
				b = ""
			case c.maybe(0.10):
				b = b[:4] + "-01-01"
			case c.maybe(0.12):
				b = c.figure(b)
			case c.maybe(0.04):
				b = c.date(1700, 1960)
			}
			if c.maybe(0.2) {
				pl = ""
			} else if c.maybe(0.2) {
				pl = coined(c.zipf(60, 8)*7) + "ton"
			}
			if c.maybe(0.18) {
				pc = ""
			} else if c.maybe(0.3) {
				pc = code()
			} else if c.maybe(0.08) {
				pc = c.figure(pc)
			}
			if c.maybe(0.35) {
				tr = ""
			} else if c.maybe(0.1) {
				tr = "author"
			}
			if c.maybe(0.25) {
				ge = ""
			}
			r := Record{Names: []Name{{Given: g, Surname: f}}, Birthplace: pl, Occupation: tr, Gender: ge, Addresses: []Address{{Postcode: pc}}}
			if b != "" {
				r.Born = []string{b}
			}
			c.add(i, r)
		}
	}
	c.shuffle()
	return c
}

// household is an address and a landline people share.
type household struct {
	house, street, town, postcode, line string
}

func (c *crowd) home() household {
	town := c.zipf(40, 6)
	code := c.r.IntN(1500)
	return household{fmt.Sprint(1 + c.r.IntN(120)), coined(code*3) + " " + []string{"street", "road", "close", "avenue"}[code%4], coined(town*11) + "bury",
		fmt.Sprintf("Z%c%d %d%c%c", 'A'+town%26, 1+code%9, code/9%10, 'A'+code/90%20, 'A'+code/7%20), fmt.Sprintf("020 7946 %04d", c.r.IntN(10000))}
}

// council makes the people of a town as its services wrote them down: families, twins, fathers and sons of one name, a care home with one
// telephone. again is the share of people who were written down more than once.
func council(seed uint64, people int, again float64) *crowd {
	c := newCrowd(seed)
	n := 0
	for n < people {
		home := c.home()
		family := c.family()
		size := 1 + c.r.IntN(5)
		care := c.maybe(0.01)
		if care {
			size = 30
		}
		twins := c.date(1960, 2020)
		father := c.given(false)
		for m := range size {
			woman := c.maybe(0.5)
			given, surname := c.given(woman), family
			born := c.date(1935, 2024)
			switch {
			case care:
				surname, born = c.family(), c.date(1925, 1950)
			case m == 0:
				given, woman = father, false
			case m == 1 && c.maybe(0.04) && size > 2: // father and son
				given, woman, born = father, false, c.date(1990, 2015)
			case m >= 2 && size == 5 && c.maybe(0.3):
				born = twins
			case c.maybe(0.12):
				surname = c.family()
			}
			c.written(n, given, surname, born, woman, home, again)
			n++
		}
	}
	c.shuffle()
	return c
}

// written adds a person as told to one service and, it may be, to others.
func (c *crowd) written(person int, given, surname, born string, woman bool, home household, again float64) {
	mobile, email, nino := "", "", ""
	if c.maybe(0.7) {
		mobile = fmt.Sprintf("07700 9%05d", c.r.IntN(100000))
	}
	if c.maybe(0.5) {
		email = fmt.Sprintf("%s.%s%d@example.org", given, surname, c.r.IntN(90))
	}
	if c.maybe(0.5) {
		nino = fmt.Sprintf("QQ%06dC", c.r.IntN(1000000))
	}
	middle := c.given(woman)
	times := 1
	for times < 6 && c.maybe(again) {
		times++
	}
	for time := range times {
		g, s, b, at, ph, em, ni := given, surname, born, home, mobile, email, nino
		if time > 0 {
			if c.maybe(0.06) {
				g = c.nick(g)
			}
			if c.maybe(0.06) {
				g = c.typo(g, 1)
			}
			if c.maybe(0.06) {
				s = c.typo(s, 1)
			}
			if woman && c.maybe(0.08) {
				s = c.family()
			}
			if c.maybe(0.03) {
				g, s = s, g
			}
			switch {
			case c.maybe(0.05):
				b = c.figure(b)
			case c.maybe(0.03):
				b = b[:5] + b[8:] + "-" + b[5:7]
			case c.maybe(0.03):
				b = b[:4] + "-01-01"
			}
			if c.maybe(0.2) {
				at = c.home()
			}
			if c.maybe(0.15) {
				ph = fmt.Sprintf("07700 9%05d", c.r.IntN(100000))
			}
			if c.maybe(0.04) && ni != "" {
				ni = c.figure(ni)
			}
		}
		if c.maybe(0.3) {
			ph = at.line
		}
		if c.maybe(0.4) {
			em = ""
		}
		if c.maybe(0.35) {
			ni = ""
		}
		if c.maybe(0.03) {
			b = ""
		}
		if c.maybe(0.05) {
			at.postcode = c.figure(at.postcode)
		}
		if c.maybe(0.3) {
			g += " " + middle[:1+c.r.IntN(len(middle))/len(middle)*(len(middle)-1)]
		}
		r := Record{Names: []Name{{Full: g + " " + s}}, NINO: ni, Addresses: []Address{{Lines: []string{at.house + " " + at.street}, Town: at.town, Postcode: at.postcode}}}
		if b != "" {
			r.Born = []string{b}
		}
		if ph != "" {
			r.Phones = []string{ph}
		}
		if em != "" {
			r.Emails = []string{em}
		}
		c.add(person, r)
	}
}

// mangled makes each person twice, or some of them, the second time with so many errors, anywhere.
func mangled(seed uint64, people int, twice float64, errors int) *crowd {
	c := newCrowd(seed)
	for i := range people {
		f := []string{c.given(c.maybe(0.5)), c.family(), strings.ReplaceAll(c.date(1900, 2000), "-", ""), fmt.Sprint(2000 + c.r.IntN(6000)), coined(c.r.IntN(4000)) + " street",
			coined(c.zipf(900, 60)) + " park", coined(c.zipf(1500, 80)), fmt.Sprint(1000000 + c.r.IntN(9000000))}
		write := func() {
			c.add(i, Record{Names: []Name{{Given: f[0], Surname: f[1]}}, Born: []string{f[2]}, NINO: f[7], Addresses: []Address{{Lines: []string{f[4], f[5]}, Town: f[6], Postcode: f[3]}}})
		}
		for k := range f {
			if c.maybe(0.04) {
				f[k] = ""
			}
		}
		write()
		if !c.maybe(twice) {
			continue
		}
		for range errors {
			switch k := c.r.IntN(len(f)); {
			case c.maybe(0.1):
				f[0], f[1] = f[1], f[0]
			case c.maybe(0.1):
				f[4], f[5] = f[5], f[4]
			case c.maybe(0.08):
				f[k] = ""
			case c.maybe(0.12):
				f[k] = []string{c.given(true), c.family(), strings.ReplaceAll(c.date(1900, 2000), "-", ""), fmt.Sprint(2000 + c.r.IntN(6000)), coined(c.r.IntN(4000)) + " street",
					coined(c.zipf(900, 60)) + " park", coined(c.zipf(1500, 80)), fmt.Sprint(1000000 + c.r.IntN(9000000))}[k]
			case f[k] == "":
			case k == 2 || k == 3 || k == 7:
				f[k] = c.figure(f[k])
			default:
				f[k] = c.typo(f[k], 1+c.r.IntN(2))
			}
		}
		write()
	}
	c.shuffle()
	return c
}
