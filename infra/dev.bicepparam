// An environment to try and to test. What belongs to a tenant comes from environment variables.
using 'main.bicep'

import { dev } from 'shapes.bicep'

param environmentName = 'dev'
param location = readEnvironmentVariable('AZURE_LOCATION')
param shape = dev
param entraClientId = readEnvironmentVariable('APPROVALS_ENTRA_CLIENT_ID')
param entraClientSecret = readEnvironmentVariable('APPROVALS_ENTRA_CLIENT_SECRET', '')
param mailbox = readEnvironmentVariable('APPROVALS_MAILBOX')
param mailAuthservId = readEnvironmentVariable('APPROVALS_MAIL_AUTHSERV_ID')
