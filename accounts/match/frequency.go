package match

import "math"

// Frequencies say how common values are: the Patels of a town are worth less to know apart than its one Quux.
type Frequencies struct {
	of    [fields]map[string]float64 // how many people have the value
	have  [fields]float64            // how many have any
	least float64                    // as how many people a value counts at least
}

// weighsByValue are the fields whose values are of very different commonness.
var weighsByValue = [fields]bool{Given: true, Surname: true, Middle: true, Born: true, Postcode: true, Town: true, Street: true, Line2: true, House: true, Phone: true, Email: true,
	NINO: true, NHS: true, Number: true, Birthplace: true, Occupation: true}

// smallFile is how many records it takes until a file says as much of how common its values are as what is usual does.
const smallFile = 30.0

// usualSum brings the u of what is usual to shares.
var usualSum = func() (out [fields]float64) {
	for f, u := range usually {
		for _, x := range u.u {
			out[f] += x
		}
	}
	return out
}()

// Of is the share of people who have the value; instead where nothing is known of the field.
func (fr *Frequencies) Of(f Field, value string, instead float64) float64 {
	if fr == nil || fr.have[f] == 0 || !weighsByValue[f] {
		return instead
	}
	n, listed := fr.of[f][value]
	if !listed && fr.least > 1 { // a stored list has only what is common; few are as many as that in a small town
		return min(fr.least/max(fr.have[f], 2*fr.least), usually[f].u[0])
	}
	n, all := max(n, 1), max(fr.have[f], 2)
	known := all / (all + smallFile)
	return math.Pow(n/all, known) * math.Pow(usually[f].u[0]/usualSum[f], 1-known)
}

// rarity is how much rarer all the values agreed on are than values agreed on usually, in bits.
func (fr *Frequencies) rarity(c *Comparison, m *Model) (bits float64) {
	for f := range fields {
		if c.Levels[f] != Same || c.Levels.state(f) == agreeing {
			continue
		}
		u := m.U[f][c.Levels.state(f)][Same]
		if of := fr.Of(f, c.Values[f], u); of != u {
			bits += math.Log2(u / of)
		}
	}
	return bits
}

// count counts the values of people, each with its weight.
func count(people []*Person, weight func(i int) float64) *Frequencies {
	fr := &Frequencies{least: 1}
	for f := range fields {
		fr.of[f] = map[string]float64{}
	}
	for i, p := range people {
		w := weight(i)
		p.values(func(f Field, v string) {
			fr.of[f][v] += w
			fr.have[f] += w
		})
	}
	return fr
}

// values hands the present value of each field to add.
func (p *Person) values(add func(f Field, v string)) {
	give := func(f Field, v string) {
		if v != "" {
			add(f, v)
		}
	}
	if len(p.names) > 0 {
		n := p.names[0]
		give(Given, first(n.Given))
		give(Surname, first(n.Surname))
		give(Middle, n.middleText)
	}
	if len(p.days) > 0 {
		give(Born, string(p.days[0]))
	}
	if len(p.places) > 0 {
		at := p.places[0]
		for f, v := range map[Field]string{Postcode: at.postcode, Town: at.town, Street: at.street, Line2: at.line2, House: at.house} {
			give(f, v)
		}
	}
	give(Phone, first(p.phones))
	give(Email, first(p.emails))
	give(NINO, p.nino)
	give(NHS, p.nhs)
	give(Number, first(p.numbers))
	give(Gender, p.gender)
	give(Birthplace, p.birthplace)
	give(Occupation, p.occupation)
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}
