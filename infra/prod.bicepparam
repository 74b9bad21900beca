// The environment that people work with. What belongs to a tenant comes from environment variables.
using 'main.bicep'

import { prod } from 'shapes.bicep'

param environmentName = 'prod'
param location = readEnvironmentVariable('AZURE_LOCATION')
param shape = prod
param entraClientId = readEnvironmentVariable('APPROVALS_ENTRA_CLIENT_ID')
param entraClientSecret = readEnvironmentVariable('APPROVALS_ENTRA_CLIENT_SECRET', '')
param publicUrl = readEnvironmentVariable('APPROVALS_PUBLIC_URL', '')
param mailbox = readEnvironmentVariable('APPROVALS_MAILBOX')
param mailAuthservId = readEnvironmentVariable('APPROVALS_MAIL_AUTHSERV_ID')
param ticketSystem = readEnvironmentVariable('APPROVALS_TICKET_SYSTEM', 'desk')
// In prod somebody must be told.
param alertEmail = readEnvironmentVariable('APPROVALS_ALERT_EMAIL')
param frontDoorId = readEnvironmentVariable('APPROVALS_FRONT_DOOR_ID', '')
