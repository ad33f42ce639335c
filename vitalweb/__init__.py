"""The service around vitalcore: accounts, patients, vitals and risk over HTTP and PostgreSQL."""
