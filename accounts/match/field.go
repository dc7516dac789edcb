package match

// Field is a part of a person that two records are compared by.
type Field uint8

// The fields. Those an address is made of stand after Postcode, which they lean on.
const (
	Given Field = iota
	Surname
	Middle
	Born
	Postcode
	Town
	Street
	Line2
	House
	Phone
	Email
	NINO
	NHS
	Number // another identifier: of a passport, a licence, a system that went before
	Gender
	Birthplace
	Occupation
	fields
)

var fieldNames = [fields]string{"given", "surname", "middle", "born", "postcode", "town", "street", "line2", "house", "phone", "email",
	"nino", "nhs", "number", "gender", "birthplace", "occupation"}

// String is the field's name, as in the words of lang "match.<field>.<level>" and in a stored model.
func (f Field) String() string { return fieldNames[f] }

// Level is how well one field of two records agrees.
type Level uint8

// The levels, best first. A field uses those that mean something for it.
const (
	Unknown Level = iota // one of the two has none, or it says nothing beside what else agrees
	Same                 // equal as folded
	Form                 // another form of the name: Peggy and Margaret
	Slip                 // one typing error
	Like                 // looks or sounds alike
	Swapped              // the other way round: given and surname, day and month
	Crossed              // what is the given name of one is the surname of the other, which has no other
	Second               // the given name of one is a middle name of the other
	Initial              // only a first letter, and it fits
	Part                 // half of it: of a double surname, of a postcode, two of the three parts of a date
	Area                 // the wider one: outward postcode, year of birth
	Differs              // both have it, and it is another
	levels
)

var levelNames = [levels]string{"unknown", "same", "form", "slip", "like", "swapped", "crossed", "second", "initial", "part", "area", "differs"}

// String is the level's name.
func (l Level) String() string { return levelNames[l] }

// agrees says that a field fits so well that what leans on it must be looked at in that light.
func (l Level) agrees() bool { return l >= Same && l <= Swapped }

// Levels are two records compared field by field.
type Levels [fields]Level

// leansOn says which field another one mostly follows from: people of one postcode live in one town, and whoever moves leaves both.
// Its evidence is weighed beside what the other says, so that nothing counts twice.
var leansOn = [fields]Field{Given: none, Surname: none, Middle: none, Born: none, Postcode: none, Town: Postcode, Street: Postcode, Line2: Street, House: Street,
	Phone: none, Email: Surname, NINO: none, NHS: none, Number: none, Gender: Given, Birthplace: Postcode, Occupation: none}

const none = fields

// The states of what a field leans on.
const (
	unsaid = iota // unknown
	agreeing
	differing
)

// state is how the field that f leans on stands.
func (ls *Levels) state(f Field) int {
	switch on := leansOn[f]; {
	case on == none || ls[on] == Unknown:
		return unsaid
	case ls[on].agrees():
		return agreeing
	}
	return differing
}
