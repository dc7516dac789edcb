// Package channels names the doors by which the outside reaches us. It imports nothing of ours.
package channels

// Kind is a door. The values stand in the database and in service definitions.
type Kind string

// The doors.
const (
	Web     Kind = "web"
	Phone   Kind = "phone"
	Counter Kind = "counter"
	SMS     Kind = "sms"
	Paper   Kind = "paper"
	None    Kind = "none" // the system itself: no door was used
)

// Kinds are the doors a citizen can use, in the order they are listed on screens.
var Kinds = [...]Kind{Web, Phone, Counter, SMS, Paper}

// Valid says whether k is a door a citizen can use.
func (k Kind) Valid() bool {
	switch k {
	case Web, Phone, Counter, SMS, Paper:
		return true
	case None:
		return false
	}
	return false
}
