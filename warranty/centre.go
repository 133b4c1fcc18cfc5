package warranty

// CentreCode is the host's key of a service centre.
type CentreCode string
